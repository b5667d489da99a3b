"""Says of each line of standard input whether python-stdnum takes it for a valid number.

The first argument is the module below stdnum, such as nl.bsn."""

import importlib
import sys

module = importlib.import_module("stdnum." + sys.argv[1])
# The package names `validate` of some modules differently for persons and organisations.
valid = module.is_valid
out = []
for line in sys.stdin.buffer.read().decode("utf-8").split("\n")[:-1]:
    try:
        out.append("1" if valid(line) else "0")
    except Exception:
        # A value that the module cannot even read is not valid.
        out.append("0")
sys.stdout.write("".join(out))
