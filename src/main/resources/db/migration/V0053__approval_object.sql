-- Why: what is cut into small pieces is as large as it was, so each decision counts what was approved for the object that day.

create index approval_request_object_decided_at_idx on approval_request (object, decided_at) where state = 'approved';
