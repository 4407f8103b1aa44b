from watchbell.cli import main

main(prog_name="watchbell")
