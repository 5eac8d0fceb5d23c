-- Why: a recharge is made for an order whose price the wallet does not cover; when its money comes, the order is paid with it.
alter table recharge_recharge add column order_id text collate "C";

-- What is disputed of the money for an order is asked for by the order.
create index recharge_recharge_order_id_idx on recharge_recharge (order_id) where order_id is not null;
