"""Turn raw crawled Chinese pages into a dataset one can publish and defend."""
