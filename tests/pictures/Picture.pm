# Picture.pm - what the pictures share: SVG on its own paper, which looks alike
# on a light and on a dark page, and in print. Every function prints.
package Picture;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(paper box path words numbers_of);

our $ink = '#2b2b33';

# numbers_of NUMBER...: as short as SVG takes them
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
sub box { printf qq{<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>\n}, (map { numbers_of($_) } @_[0 .. 3]), $_[4] }

# path COMMANDS CLASS
sub path { printf qq{<path d="%s" class="%s"/>\n}, @_ }

# words X Y CLASS TEXT [COLOUR]
sub words {
	my ($x, $y, $class, $text, $colour) = @_;
	printf qq{<text x="%s" y="%s" class="%s"%s>%s</text>\n}, numbers_of($x), numbers_of($y), $class,
		$colour ? qq{ style="fill:$colour"} : '', escaped($text);
}

1;
