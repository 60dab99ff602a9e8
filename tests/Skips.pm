# Skips.pm - a formatter for prove. On a terminal it shows how many tests have been run,
# of how many, and for how long; before prove's summary it says how many were skipped,
# and why.
#
# usage: PERL5LIB=tests prove --formatter Skips ...    (a test is a bats file, or HOW:FILE)
package Skips;
use strict;
use warnings;
use parent 'TAP::Formatter::File';

sub prepare {
	my ($self, @files) = @_;
	@$self{qw(start done of)} = (time, 0, 0);
	for my $file (@files) {
		open my $bats, '<', $file =~ s/^\w+://r or next;
		$self->{of} += grep /^\@test /, <$bats>;
	}
	return $self->SUPER::prepare(@files);
}

sub open_test {
	my ($self, $file, $parser) = @_;
	$parser->callback(test => sub {
		my $test = shift;
		$self->{why}{$test->explanation}++ if $test->has_skip;
		$self->{done}++;
		my $took = time - $self->{start};
		$self->progress(sprintf '%d of %d tests, %d min %02d s', @$self{qw(done of)}, $took / 60, $took % 60);
	});
	return $self->SUPER::open_test($file, $parser);
}

# progress TEXT: shows it until something else is printed
sub progress {
	my ($self, $text) = @_;
	return unless -t STDOUT;
	print STDOUT "\r$text";
	$self->{shown} = length $text;
}

sub _output {
	my ($self, @text) = @_;
	print STDOUT "\r", ' ' x $self->{shown}, "\r" if $self->{shown};
	$self->{shown} = 0;
	return $self->SUPER::_output(@text);
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
