package wallethub.embedded;

import java.math.BigDecimal;
import java.util.List;

/** The books of a running Tryton, read from its own database. */
record TrytonBooks(TrytonServer tryton) implements ErpBooks {

    @Override
    public List<Booked> posted(String customer) {
        return tryton.database
                .sql("""
                        select m.number, l.credit - l.debit as amount
                        from account_move_line l
                            join account_move m on m.id = l.move
                            join account_account a on a.id = l.account
                            join party_party p on p.id = l.party
                        where a.code = '2301' and p.code = :customer and m.state = 'posted'
                        order by m.id, l.id
                        """)
                .param("customer", customer)
                .query(Booked.class)
                .list();
    }

    @Override
    public int documents() {
        return tryton.database
                .sql("select count(*) from account_move")
                .query(Integer.class)
                .single();
    }

    @Override
    public void correct(String customer, BigDecimal amount) {
        tryton.book(customer, amount, "Correction");
    }

    @Override
    public String invoice(String customer, BigDecimal total) {
        return tryton.invoice(customer, total, "Internet");
    }

    @Override
    public boolean isPaid(String invoice) {
        return tryton.database
                .sql("select exists(select from account_invoice where number = :invoice and state = 'paid')")
                .param("invoice", invoice)
                .query(Boolean.class)
                .single();
    }

    @Override
    public void switchOff() {
        tryton.kill();
    }

    @Override
    public void switchOn() {
        tryton.startAgain();
    }
}
