"""The live session that any face for people holds: connections, log, history, drafts, settings. No toolkit."""
