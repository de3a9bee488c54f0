"""Series of exposures: frame after frame, each done only when its image is saved whole. asyncio, no toolkit."""
