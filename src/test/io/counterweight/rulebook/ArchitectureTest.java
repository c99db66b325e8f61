package io.counterweight.rulebook;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/ARCHITECTURE.md: they point towards the core, which knows no clock, thread, socket or framework. */
class ArchitectureTest {
    private static final String ENGINE = "io.counterweight.engine..";
    private static final String HEALTH = "io.counterweight.health..";
    private static final String DNS = "io.counterweight.dns..";
    private static final String CONTROLLER = "io.counterweight.controller..";
    private static final String SIMULATION = "io.counterweight.simulation..";
    private static final String CLI = "io.counterweight.cli..";
    private static final String DEMO = "io.counterweight.demo..";

    /** What the core may use of the platform: values, collections, text. */
    private static final DescribedPredicate<JavaClass> PLAIN_JAVA = resideInAnyPackage(
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.math",
                    "java.time",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "java.nio.charset")
            .and(not(describe("a clock, a thread, chance or a process", type -> Set.of(
                            "java.lang.Process",
                            "java.lang.ProcessBuilder",
                            "java.lang.Runtime",
                            "java.lang.Thread",
                            "java.lang.ThreadLocal",
                            "java.time.Clock",
                            "java.util.Random",
                            "java.util.Timer",
                            "java.util.UUID")
                    .contains(type.getName()))));

    private static JavaClasses main;

    @BeforeAll
    static void read() {
        List<Path> folders = Modules.all().stream()
                .map(Modules.Module::classes)
                .filter(Files::isDirectory)
                .toList();
        main = new ClassFileImporter().importPaths(folders);
    }

    @Test
    void everyModuleIsLookedAt() {
        for (String each : List.of(ENGINE, HEALTH, DNS, CONTROLLER, SIMULATION, CLI, DEMO)) {
            assertTrue(
                    main.stream().anyMatch(resideInAPackage(each)), () -> "no classes in " + each + ": compile first");
        }
    }

    @Test
    void theCoreKnowsPlainJavaAlone() {
        classes()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .onlyDependOnClassesThat(PLAIN_JAVA
                        .or(resideInAnyPackage(ENGINE, "org.jspecify.annotations"))
                        .or(describe("primitive", type -> type.getPackageName().isEmpty())))
                .because("its decisions are the same on every controller and in every replay")
                .check(main);
    }

    @Test
    void theCoreReadsNoClock() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethodWhere(describe(
                        "now()",
                        call -> call.getName().equals("now")
                                && call.getTargetOwner().getPackageName().equals("java.time")))
                .because("the time comes in as a value")
                .check(main);
    }

    @Test
    void arrowsPointTowardsTheCore() {
        noClasses()
                .that()
                .resideInAnyPackage(HEALTH, DNS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONTROLLER, DEMO)
                .because("adapters are wired by the controller and do not know it")
                .check(main);
        noClasses()
                .that()
                .resideInAPackage(CONTROLLER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DEMO)
                .check(main);
        noClasses()
                .that()
                .resideInAPackage(DEMO)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE, HEALTH, DNS, CONTROLLER)
                .because("the demo uses the product as its users do: over the wire")
                .check(main);
    }

    @Test
    void nothingPointsToTheCommand() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(main);
    }

    @Test
    void nothingPointsToTheSimulation() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SIMULATION)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SIMULATION)
                .because("what is simulated does not know that it is")
                .check(main);
        noClasses()
                .that()
                .resideInAPackage(SIMULATION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DNS, CONTROLLER, DEMO)
                .because("it runs what is pure: the core, and the damping of the health aggregator")
                .check(main);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(HEALTH)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DNS)
                .check(main);
        noClasses()
                .that()
                .resideInAPackage(DNS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HEALTH)
                .check(main);
    }

    @Test
    void hazelcastStaysBehindGossip() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.counterweight.controller.gossip..", "io.counterweight.controller.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hazelcast..")
                .because("its maps are mailboxes and nothing else (rule G1)")
                .check(main);
    }

    @Test
    void partsOfTheControllerHaveNoCycles() {
        slices().matching("io.counterweight.controller.(*)..")
                .should()
                .beFreeOfCycles()
                .check(main);
    }

    @Test
    void onlyTheApiKnowsTheWiring() {
        noClasses()
                .that()
                .resideInAPackage(CONTROLLER)
                .and()
                .resideOutsideOfPackages("io.counterweight.controller", "io.counterweight.controller.api")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.counterweight.controller")
                .because("what is wired does not reach back for its maker")
                .check(main);
    }

    @Test
    void chanceComesInFromOutside() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE, HEALTH, DNS, CONTROLLER)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .callMethod(Math.class, "random")
                .because("a run must replay from its seed: take a RandomGenerator")
                .check(main);
    }

    @Test
    void noMockingLibraryIsThere() {
        List<Path> folders = Modules.all().stream()
                .map(Modules.Module::testClasses)
                .filter(Files::isDirectory)
                .toList();
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..", "org.powermock..", "net.jqwik..", "mockit..")
                .because("a small fake by hand says what it does")
                .check(new ClassFileImporter().importPaths(folders));
    }
}
