# Counterweight. `make` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help build test simulate explore availability broken demo stop bench certs tools format rules clean jdk

MVN = JAVA_HOME="$$(build/find-jdk.sh)" mvn -B -ntp

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS=$$'\t' read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

jdk:
	@build/find-jdk.sh > /dev/null
	@command -v mvn > /dev/null || { echo "Counterweight needs Maven 3.8.7 or newer: install the package maven." >&2; exit 1; }

build: jdk ## compile and package everything, without tests
	@$(MVN) -q -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true package

test: jdk ## run every test and every check
	@$(MVN) verify

simulate: jdk ## play simulated clusters for so many hours on all cores (HOURS=10), or one of them again (SEED=...)
	@$(MVN) -q -pl simulation -am -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true package
	@"$$(build/find-jdk.sh)/bin/java" -XX:+UseParallelGC -Xmx1g -cp 'simulation/target/*:failover-engine/target/failover-engine-0.1.0-SNAPSHOT.jar:health-aggregator/target/*' io.counterweight.simulation.Simulation $(if $(SEED),replay $(SEED),$(or $(HOURS),10))

availability: jdk ## live through so many years of outages (YEARS=20 SEED=1), write target/availability, draw docs/availability*.svg
	@command -v gnuplot > /dev/null || { echo "make availability draws with gnuplot: install the package gnuplot-nox." >&2; exit 1; }
	@$(MVN) -q -pl simulation -am -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true package
	@"$$(build/find-jdk.sh)/bin/java" -XX:+UseParallelGC -Xmx1g -cp 'simulation/target/*:failover-engine/target/failover-engine-0.1.0-SNAPSHOT.jar:health-aggregator/target/*' io.counterweight.simulation.availability.Availability $(or $(YEARS),20) $(or $(SEED),1) target/availability
	@gnuplot -e "from='target/availability'; to='docs'" build/availability.gp

explore: jdk ## try everything that few faults can do to a small world (FAULTS=1 REORDERS=0 DEPTH=40 SERVICES=one|two|needing|exclusive SITES=witness|alone LOAD=measured|estimated KINDS=cut,power,... STATES=2000000), or one path again (PATH_FILE=...)
	@$(MVN) -q -pl simulation -am -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true package
	@"$$(build/find-jdk.sh)/bin/java" -XX:+UseParallelGC -Xmx$(or $(HEAP),4g) -cp 'simulation/target/*:failover-engine/target/failover-engine-0.1.0-SNAPSHOT.jar:health-aggregator/target/*' io.counterweight.simulation.explore.Explore $(if $(PATH_FILE),replay $(PATH_FILE)) $(or $(SERVICES),one) $(or $(SITES),witness) $(or $(LOAD),measured) $(or $(KINDS),all) $(or $(FAULTS),1) $(or $(REORDERS),0) $(or $(DEPTH),40) $(or $(STATES),2000000)

broken: jdk ## break rules on purpose and see what notices, write docs/broken-rules.md (SEEDS=40 MINUTES=25 ONLY=name)
	@$(MVN) -q -pl simulation -am test -Dtest=BrokenRulesHunt -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true -Djacoco.skip=true \
	  -Dtest.jvm.flags="-Djdk.attach.allowAttachSelf=true -XX:+EnableDynamicAgentLoading $(if $(SEEDS),-Dbroken.seeds=$(SEEDS)) $(if $(MINUTES),-Dbroken.minutes=$(MINUTES)) $(if $(ONLY),-Dbroken.only=$(ONLY))"

demo: build ## run two datacenters and a witness, break things, print what happened and how fast
	@JAVA_HOME="$$(build/find-jdk.sh)" deploy/demo/run.sh

stop: ## end a demo that was left running with KEEP=1
	@deploy/demo/stop.sh

bench: build ## kill applications and datacenters at random, count DNS answers per second, write target/bench
	@JAVA_HOME="$$(build/find-jdk.sh)" deploy/demo/bench.sh

certs: jdk ## make a private CA and a certificate per site (DIR=... SITES="east west witness" RENEW=1)
	@JAVA_HOME="$$(build/find-jdk.sh)" deploy/certs.sh $${RENEW:+--renew} "$${DIR:-.certs}" $${SITES:-east west witness}

tools: ## install the Debian packages that the tests use as clients and peers
	@build/tools.sh

rules: jdk ## write the tests' part of docs/rules.md anew
	@$(MVN) -q -pl src/test,simulation -am test -Dtest=RuleBookTest -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.flags=-Drules.update=true

format: jdk ## format the sources
	@$(MVN) -q spotless:apply

clean: jdk ## end a demo that was left running, and remove everything that was built
	@deploy/demo/stop.sh > /dev/null
	@$(MVN) -q clean
