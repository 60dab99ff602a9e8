# Skips.pm - a formatter for prove that prints, before prove's summary, how many tests
# were skipped and why.
#
# usage: PERL5LIB=tests prove --formatter Skips ...
package Skips;
use strict;
use warnings;
use parent 'TAP::Formatter::File';

sub open_test {
	my ($self, $file, $parser) = @_;
	$parser->callback(test => sub {
		my $test = shift;
		$self->{why}{$test->explanation}++ if $test->has_skip;
	});
	return $self->SUPER::open_test($file, $parser);
}

sub summary {
	my ($self, $all, @more) = @_;
	my $why = $self->{why} || {};
	$self->_output(sprintf "skipped: %d of %d tests\n", scalar $all->skipped, $all->total);
	$self->_output(sprintf "%6d  %s\n", $why->{$_}, $_)
		for sort { $why->{$b} <=> $why->{$a} || $a cmp $b } keys %$why;
	return $self->SUPER::summary($all, @more);
}

1;
