#!/usr/bin/python3
"""run_cases.py CONNINFO [FILE...]   runs the command case files against a deployed database, in TAP.

All runs in one transaction that is rolled back, so the database stays as it was. A case runs what is given, then the
command itself, whose outcome and code must be those of the case. A "given" step {"wait": "8 days"} moves the clock. The client's tests run the same
files on the mirror and compare the predicted columns."""

import json
import pathlib
import subprocess
import sys

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


def case_sql(number, command, case):
    call = dict(case, command=command)
    lines = ["savepoint before_case;", f"\\echo case {number}"]
    lines += [step_sql(step) for step in case.get("given", [])]
    lines += [step_sql(call).replace("'given '", "'result '"), "rollback to savepoint before_case;"]
    return "\n".join(lines)


def script(cases):
    head = ["\\set ON_ERROR_STOP off", "\\pset tuples_only on", "\\pset format unaligned",
            "begin;",
            (CASES / "fixture.sql").read_text(), (HERE / "support" / "command_helpers.sql").read_text()]
    return "\n".join(head + [case_sql(n, command, case) for n, (_, command, case) in enumerate(cases, 1)] + ["rollback;"])


def collect(output):
    """Lines of each case by its number."""
    found, lines = {}, None
    for line in output.splitlines():
        if line.startswith("case "):
            lines = found.setdefault(int(line[5:]), [])
        elif lines is not None and line.strip():
            lines.append(line)
    return found


def judge(case, lines):
    """What is wrong with a case's output; empty when it is as stated."""
    wrong = [f"a given step was refused: {line}" for line in lines
             if line.startswith("given ") and line != "given applied"]
    wrong += [line for line in lines if "ERROR" in line or "DETAIL" in line]
    want = "result " + case["outcome"] + (":" + case["code"] if case.get("code") else "")
    got = [line for line in lines if line.startswith("result ")]
    if got != [want]:
        wrong.append(f"wanted {want!r}, got {got}")
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
    found, failed = collect(run.stdout), 0
    print(f"1..{len(cases)}")
    for number, (name, _, case) in enumerate(cases, 1):
        wrong = judge(case, found.get(number, ["no output"]))
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}: {case['name']}")
        for line in wrong:
            print(f"# {line}")
    if not cases or not found:
        print("# " + run.stdout[-2000:])
    return 1 if failed or not found else 0


if __name__ == "__main__":
    sys.exit(main())
