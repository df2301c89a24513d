package dev.kizashi.cli;

import picocli.CommandLine.Command;

/** What is done with the documents before the job sees them. */
@Command(
    name = "model",
    description = "Checks, tests and publishes signal catalogues and scoring models.",
    synopsisSubcommandLabel = "COMMAND")
final class ModelCommand {}
