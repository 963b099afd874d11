"""惠企资金兑付与审计: all that touches the world."""
