PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE customers (id int, name varchar(40), card varchar(20), note text);
INSERT INTO customers VALUES(1,'First Person','4012888888881881',replace('it''s to\nGB82WEST12345698765432','\n',char(10)));
INSERT INTO customers VALUES(2,'O''Second; (x)',NULL,'first.person@example.org');
CREATE TABLE orders (id int, card varchar(20));
INSERT INTO orders VALUES(7,'4012888888881881');
COMMIT;
