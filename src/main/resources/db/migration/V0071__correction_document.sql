-- Why: whoever asks why a movement is there is led to the approval behind it, to what it makes good, and to the other side.
create view correction_v_transfer with (security_invoker = true) as
select transfer_id, approval_id, refunded_transfer_id, other_transfer_id from correction_transfer;
