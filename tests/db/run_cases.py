#!/usr/bin/python3
"""run_cases.py CONNINFO [FILE...]   runs the command case files against a deployed database, in TAP.

All runs in one transaction that is rolled back, so the database stays as it was. A case runs what is given, then the
command itself, whose outcome and code must be those of the case. A "given" step {"wait": "8 days"} moves the clock. Each query
under "rows" must then give exactly the rows that stand with it, and the ledger must hold. What an online command writes, the
client doesn't predict: each of its allowed cases has to say it, and of the other commands at least one. The client's tests run
the same files on the mirror and compare the predicted columns."""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import uuid

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE.parent / "cases"


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def step_sql(step):
    if "wait" in step:
        return f"select cases.wait({quote(step['wait'])});"
    call = ", ".join([
        quote(step["actor"]), quote(step["acting_as"]), quote(step["command"]),
        quote(json.dumps(step["args"])), quote(json.dumps(step.get("expected") or {}))])
    return f"select 'given ' || cases.try({call});"


def rows_sql(query):
    """One line with the rows of a query, their columns in its order; '@name' stands for the uuid of that name."""
    named = re.sub(r"'@([^']+)'", r"cases.id('\1')", query)
    return f"select 'rows ' || coalesce(translate(json_agg(r)::text, E'\\n', ''), '[]') from ({named}) r;"


def case_sql(number, command, case):
    call = dict(case, command=command)
    lines = ["savepoint before_case;", f"\\echo case {number}"]
    lines += [step_sql(step) for step in case.get("given", [])]
    lines += ["select cases.note();", step_sql(call).replace("'given '", "'result '")]
    lines += [rows_sql(query) for query in case.get("rows", {})]
    lines += ["select 'broken ledger: ' || v from finance.verify() v;", "rollback to savepoint before_case;"]
    return "\n".join(lines)


def script(cases):
    head = ["\\set ON_ERROR_STOP off", "\\pset tuples_only on", "\\pset format unaligned",
            "select 'class ' || name || ' ' || class from sync.commands;",
            "begin;",
            (CASES / "fixture.sql").read_text(), (HERE / "support" / "command_helpers.sql").read_text()]
    return "\n".join(head + [case_sql(n, command, case) for n, (_, command, case) in enumerate(cases, 1)] + ["rollback;"])


def collect(output):
    """Lines of each case by its number, and the classes of the commands."""
    found, lines, classes = {}, None, {}
    for line in output.splitlines():
        if line.startswith("case "):
            lines = found.setdefault(int(line[5:]), [])
        elif lines is not None and line.strip():
            lines.append(line)
        elif line.startswith("class "):
            _, command, name = line.split()
            classes[command] = name
    return found, classes


def names_of(case):
    """The uuids that a case names, as it writes them."""
    steps = [case] + [step for step in case.get("given", []) if "actor" in step]
    names = set(re.findall(r"@([\w:.-]+)", json.dumps(case, ensure_ascii=False)))
    names |= {step["acting_as"] for step in steps} | {"user:" + step["actor"] for step in steps}
    return {str(uuid.UUID(hashlib.md5(name.encode()).hexdigest())): "@" + name for name in names}


def judge_rows(case, lines):
    wrong = []
    got = [line[5:] for line in lines if line.startswith("rows ")]
    for (query, want), line in zip(case.get("rows", {}).items(), got):
        for key, name in names_of(case).items():
            line = line.replace(key, name)
        rows = [list(row.values()) for row in json.loads(line)]
        if rows != want:
            wrong.append(f"{query}: wanted {json.dumps(want)}, got {json.dumps(rows)}")
    if len(got) != len(case.get("rows", {})):
        wrong.append(f"{len(got)} of {len(case['rows'])} queries were answered")
    return wrong


def judge(case, lines):
    """What is wrong with a case's output; empty when it is as stated."""
    wrong = [f"a given step was refused: {line}" for line in lines
             if line.startswith("given ") and line != "given applied"]
    wrong += [line for line in lines if "ERROR" in line or "DETAIL" in line or line.startswith("broken ")]
    want = "result " + case["outcome"] + (":" + case["code"] if case.get("code") else "")
    got = [line for line in lines if line.startswith("result ")]
    if got != [want]:
        wrong.append(f"wanted {want!r}, got {got}")
    return wrong + judge_rows(case, lines)


def unproven(cases, classes):
    """Allowed cases by number that should say what they write and don't: each of an online command, the first of another."""
    allowed = [(n, command, case) for n, (_, command, case) in enumerate(cases, 1) if case["outcome"] == "applied"]
    said = {command for _, command, case in allowed if case.get("rows")}
    wrong = {}
    for number, command, case in allowed:
        if not case.get("rows") and (classes.get(command) == "online" or command not in said):
            wrong[number] = 'an allowed case has to say under "rows" what it writes'
            said.add(command)
    return wrong


def load(files):
    cases = []
    for path in files:
        document = json.loads(path.read_text())
        cases += [(path.stem, document["command"], case) for case in document["cases"]]
    return cases


def main():
    conninfo = sys.argv[1]
    files = [pathlib.Path(name) for name in sys.argv[2:]] or sorted(CASES.glob("*.json"))
    cases = load(files)
    run = subprocess.run(["psql", "-X", "-q", "-d", conninfo], input=script(cases), text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    (found, classes), failed = collect(run.stdout), 0
    silent = unproven(cases, classes)
    print(f"1..{len(cases)}")
    for number, (name, _, case) in enumerate(cases, 1):
        wrong = judge(case, found.get(number, ["no output"])) + ([silent[number]] if number in silent else [])
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}: {case['name']}")
        for line in wrong:
            print(f"# {line}")
    if not cases or not found:
        print("# " + run.stdout[-2000:])
    return 1 if failed or not found else 0


if __name__ == "__main__":
    sys.exit(main())
