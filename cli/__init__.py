"""``yousaid``: everything that is done from the command line."""

import _thread
import sys
import threading

import click

# What a shell is told of a program that Ctrl-C has ended: 128 and the number of the signal.
INTERRUPTED = 130
HEARD_AGAIN_SECONDS = 0.05


def hear_again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Take a Ctrl-C that fell into a destructor, where Python can only drop it, as pressed a moment later."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        again = threading.Timer(HEARD_AGAIN_SECONDS, _thread.interrupt_main)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(unraisable)


if sys.unraisablehook is sys.__unraisablehook__:
    sys.unraisablehook = hear_again

try:
    from cli import (
        answering,
        cascade,
        definitions,
        evidence,
        examples,
        feedback,
        figure_keys,
        invitations,
        language,
        operation,
        people,
        redacting,
        setup,
        understanding,
    )
except KeyboardInterrupt:
    # Loading takes a second, and a traceback of it helps nobody.
    sys.stderr.write("Stopped.\n")
    sys.exit(INTERRUPTED)

__all__ = ["main"]


class Commands(click.Group):
    """The commands; Ctrl-C ends each with a word."""

    def invoke(self, context: click.Context) -> object:
        """Do the command."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            context.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def yousaid() -> None:
    """Citizens' feedback as evidence for the targets that public services answer for."""


yousaid.add_command(operation.run)
yousaid.add_command(operation.worker)
yousaid.add_command(operation.timetable)
yousaid.add_command(operation.retry_failed)
yousaid.add_command(operation.reanalyse)
yousaid.add_command(operation.demo)
yousaid.add_command(evidence.export)
yousaid.add_command(evidence.schedule)
yousaid.add_command(evidence.tallies)
yousaid.add_command(cascade.targets)
cascade.targets.add_command(figure_keys.api_key)
yousaid.add_command(people.user)
yousaid.add_command(setup.upgrade)
yousaid.add_command(setup.add_organisation)
yousaid.add_command(setup.add_service)
yousaid.add_command(setup.add_unit)
yousaid.add_command(setup.survey)
setup.survey.add_command(definitions.check)
setup.survey.add_command(definitions.export)
setup.survey.add_command(definitions.schema)
setup.survey.add_command(invitations.invite)
setup.survey.add_command(invitations.remind)
setup.survey.add_command(invitations.state_volumes)
setup.survey.add_command(feedback.api_key)
yousaid.add_command(feedback.imports)
yousaid.add_command(language.classify)
yousaid.add_command(language.nlp_group)
language.nlp_group.add_command(answering.articles)
language.nlp_group.add_command(redacting.redact)
language.nlp_group.add_command(understanding.understand)
language.nlp_group.add_command(understanding.train_understanding)
language.nlp_group.add_command(examples.examples)


def main() -> None:
    """Run the command line. Errors go to standard error in one sentence: status 1, or 2 for wrong usage."""
    yousaid(prog_name="yousaid")
