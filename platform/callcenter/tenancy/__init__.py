"""Client companies (委托单位) and the one scope that every query passes."""
