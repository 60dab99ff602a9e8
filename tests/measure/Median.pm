# Median.pm - median NUMBER...: the middle one, of an even count the lower.
package Median;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = 'median';

sub median { my @sorted = sort { $a <=> $b } @_; $sorted[$#sorted / 2] }

1;
