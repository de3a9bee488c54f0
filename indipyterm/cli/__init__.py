"""The command line: options, commands, their output and exit statuses, and completion in shells."""
