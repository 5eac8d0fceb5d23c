package wallethub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@AnalyzeClasses(packages = "wallethub", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule plainPackagesKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage("wallethub.id..", "wallethub.money..", "wallethub.event..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.beans..",
                    "org.springframework.context..",
                    "org.springframework.jdbc..",
                    "org.springframework.stereotype..",
                    "org.apache.camel..",
                    "java.sql..");

    @ArchTest
    static final ArchRule camelStaysInItsSubPackage = noClasses()
            .that()
            .resideInAnyPackage(
                    "wallethub.mapping",
                    "wallethub.lane",
                    "wallethub.operation",
                    "wallethub.gateway",
                    "wallethub.ledger",
                    "wallethub.customer",
                    "wallethub.recharge",
                    "wallethub.access",
                    "wallethub.login",
                    "wallethub.problem")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule onlyStoresSpeakSql = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .haveNameNotMatching(".*Store\\$.*")
            .should()
            .callMethod(JdbcClient.class, "sql", String.class);

    @ArchTest
    static final ArchRule moneyIsNeverADouble = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("wallethub.money..", "wallethub.ledger..")
            .should()
            .haveRawType(double.class);

    @ArchTest
    static final ArchRule moneyIsNeverReturnedAsADouble = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("wallethub.money..", "wallethub.ledger..")
            .should()
            .haveRawReturnType(double.class);

    @ArchTest
    static final ArchRule theTimeComesFromAClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule noFieldInjection = noFields().should().beAnnotatedWith(Autowired.class);
}
