# Picture.pm - SVG for the pictures. A background of its own makes it look the same
# on light and dark pages and in print. Every function prints.
package Picture;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(paper box path row words numbers_of);

our $ink = '#2b2b33';
our $end = "\n"; # after each element

# numbers_of NUMBER...: rounded to one decimal
sub numbers_of { join ' ', map { my $s = sprintf '%.1f', $_; $s =~ s/\.0$//; $s } @_ }

sub escaped { my $s = shift; $s =~ s/&/&amp;/g; $s =~ s/</&lt;/g; $s =~ s/>/&gt;/g; $s }

# paper WIDTH HEIGHT UNITS-PER-MM TITLE STYLE: an empty sheet
sub paper {
	my ($width, $height, $per_mm, $title, $style) = @_;
	my ($w, $h) = map { numbers_of($_ / $per_mm) } $width, $height;
	$title = escaped($title);
	print <<END;
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $height" width="${w}mm" height="${h}mm">
<title>$title</title>
<style>
text { fill: $ink; font: 10.4px "Helvetica Neue", Helvetica, Arial, sans-serif; white-space: pre }
$style</style>
<rect width="$width" height="$height" rx="10" fill="#fffdf7"/>
END
}

# box X Y WIDTH HEIGHT COLOUR
sub box { printf qq{<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>$end}, (map { numbers_of($_) } @_[0 .. 3]), $_[4] }

# path COMMANDS CLASS
sub path { printf qq{<path d="%s" class="%s"/>$end}, @_ }

# words X Y CLASS TEXT [COLOUR]
sub words { row([$_[0]], $_[1], $_[2], [$_[3]], $_[4]) }

# row [X...] Y CLASS [TEXT...] [COLOUR]: several on one line
sub row {
	my ($x, $y, $class, $texts, $colour) = @_;
	my $style = $colour ? qq{ style="fill:$colour"} : '';
	printf qq{<text x="%s" y="%s" class="$class"$style>%s</text>}, numbers_of($x->[$_]), numbers_of($y),
		escaped($texts->[$_]) for 0 .. $#$x;
	print $end;
}

1;
