-- Why: a recharge is made for an order whose price the wallet does not cover; when its money comes, the order is paid with it.
alter table recharge_recharge add column order_id text collate "C";
