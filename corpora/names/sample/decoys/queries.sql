SELECT name FROM parts WHERE orientation = 'left'
UNION ALL
SELECT name FROM fittings WHERE colour = 'black' -- union: all
UNION SELECT race, party FROM bookings WHERE party = 4;
