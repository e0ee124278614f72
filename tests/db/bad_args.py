#!/usr/bin/python3
"""bad_args.py CONNINFO   gives every command what its arguments must not be, in TAP.

Takes the first allowed case of each case file and replaces one argument at a time, also inside objects. Whatever comes, the
outcome is applied, rejected or conflict, never a fault of the server, an unknown argument is refused by name, and the ledger
is whole afterwards. All runs in one transaction that is rolled back."""

import copy
import json
import subprocess
import sys

import run_cases

BAD = [None, True, 0, -1, 1.5, 10**14 + 1, 2**63 - 1, 2**63, -2**63, 1e300, "", " ", "1", "x", "x" * 70000, "\u0001\u202e\ud83d\ude00", [], [[]], [None], ["@user:omar"], {},
       {"a": 1}, "00000000-0000-0000-0000-000000000000", "@user:omar", "@p", "@s", "@a", "9999-12-31T23:59:59.999999Z", "0000-00-00T00:00:00Z", "0001-01-01",
       "2026-02-30", "99999-01-01", "'; drop table x", "%I", "XXX", "usd"]


def changed(args):
    """The arguments, each with one of them spoilt: (name, arguments)."""
    for name, value in args.items():
        for bad in BAD:
            yield name, {**args, name: bad}
        yield name, {key: other for key, other in args.items() if key != name}
        if isinstance(value, dict):
            for inner, part in changed(value):
                yield f"{name}.{inner}", {**args, name: part}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for inner, part in changed(value[0]):
                yield f"{name}[].{inner}", {**args, name: [part] + value[1:]}


def tries():
    for path in sorted(run_cases.CASES.glob("*.json")):
        document = json.loads(path.read_text())
        cases = document["cases"]
        case = next((c for c in cases if c["outcome"] == "applied"), cases[0])
        yield document["command"], case


def script(command, case):
    """The case's world once, then each try in a savepoint of its own."""
    lines = ["savepoint before;"] + [run_cases.step_sql(step) for step in case.get("given", [])]
    names = []
    tried = [(name, args, case.get("expected")) for name, args in changed(case["args"])]
    tried += [("+status", {**case["args"], "status": "paid"}, case.get("expected")), ("expected +x", case["args"], {**(case.get("expected") or {}), "x": 1})]
    for name, args, expected in tried:
        call = dict(copy.deepcopy(case), command=command, args=args, **({"expected": expected} if expected else {}))
        lines += ["savepoint try;", f"\\echo try {len(names)}", run_cases.step_sql(call).replace("'given '", "'result '")]
        lines += ["select 'broken ' || rule from finance.verify();"] if "cents" in name else []
        lines += ["rollback to savepoint try;"]
        names.append((name, args))
    return lines + ["rollback to savepoint before;"], names


def wrong_with(name, lines):
    got = [line for line in lines if line.startswith("result ")]
    if not got or any("ERROR" in line or line.startswith("broken") for line in lines):
        return " ".join(lines)[:300]
    if name in ("+status", "expected +x") and got != ["result rejected:invalid_argument"]:
        return got[0]
    return None


def run(conninfo, command, case):
    lines, names = script(command, case)
    head = ["\\set ON_ERROR_STOP off", "\\pset tuples_only on", "\\pset format unaligned", "begin;", (run_cases.CASES / "fixture.sql").read_text(),
            (run_cases.HERE / "support" / "command_helpers.sql").read_text(),
            "update ops.settings set value = '{\"*\": {\"count\": 1000000, \"seconds\": 60}}' where key = 'rate_limits';"]
    done = subprocess.run(["psql", "-X", "-q", "-d", conninfo], input="\n".join(head + lines + ["rollback;"]), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    found, current = {}, None
    for line in done.stdout.splitlines():
        if line.startswith("try "):
            current = found.setdefault(int(line[4:]), [])
        elif current is not None and line.strip():
            current.append(line)
    for number, (name, args) in enumerate(names):
        wrong = wrong_with(name, found.get(number, ["no output"]))
        if wrong:
            yield f"{name} in {json.dumps(args)[:200]}: {wrong}"


def main():
    commands, failed = list(tries()), 0
    print(f"1..{len(commands)}")
    for number, (command, case) in enumerate(commands, 1):
        wrong = list(run(sys.argv[1], command, case))
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {command} with arguments that do not fit")
        for line in wrong:
            print(f"# {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
