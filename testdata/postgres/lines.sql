-- Lines of all BOMs; ä comment with a character of two bytes.
SELECT parent, component, quantity
FROM line
ORDER BY component;
