"""The palette: what a typed text can mean, as verbs and as names of properties and commands. No toolkit."""
