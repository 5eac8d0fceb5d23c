package wallethub.database;

import java.util.Set;

/** What one package knows of persons; each that keeps any has one of these. All of it runs in one transaction. */
public interface PersonalRecords {

    /** What is not over yet, by names such as {@code open-invoices}; while there is any, nobody is erased. */
    default Set<String> hindrances(ErasedPerson person) {
        return Set.of();
    }

    /** Under which keys the lanes have documents about the person. */
    default Set<String> laneKeys(ErasedPerson person) {
        return Set.of();
    }

    void erase(ErasedPerson person);
}
