# Machine.pm - a guest: starts QEMU as arch/qemu does, yields its console, and ends
# QEMU with the script, however the script ends.
#
#	my $machine = Machine->start($kernel, $initramfs);
#	while (my $bytes = $machine->console($deadline)) { ... }
#	Machine->stop;
#
# It also knows what a kernel log record looks like.
package Machine;
use strict;
use warnings;
use Fcntl;
use File::Basename;
use IO::Select;
use POSIX qw(:signal_h :sys_wait_h);
use Socket;
use Time::HiRes qw(clock_gettime sleep CLOCK_MONOTONIC);
use parent 'Exporter';
our @EXPORT = qw(failed now facts record_in assembler);

my $arch = dirname(__FILE__);
my $child; # QEMU, or arch/qemu before it

# failed MESSAGE: prints it, after the script's name, and exits with status 1
sub failed {
	my $message = shift =~ s/\s+\z//r;
	print STDERR basename($0), ": $message\n";
	exit 1;
}

# now: seconds, of the monotonic clock
sub now { clock_gettime(CLOCK_MONOTONIC) }

# facts: those of arch/facts, by name; sets ARCH, O and CACHE as it does. Dies with its
# message.
sub facts {
	local $ENV{root} = dirname($arch);
	my $said = qx(. "\$root/arch/facts" 2>&1 && printf '%s\n' "ARCH = \$ARCH" "O = \$O" "CACHE = \$CACHE" && facts);
	die $said =~ s/^sh: //r if $?;
	my %fact;
	$fact{$1} //= $2 while $said =~ /^(\w+) *= *(.*)/mg;
	$ENV{$_} = $fact{$_} for qw(ARCH O CACHE);
	return %fact;
}

# --- kernel log records ----------------------------------------------------------

# A record starts with its time (unless printk.time=0), then the task or CPU that
# wrote it (CONFIG_PRINTK_CALLER). It may stand in the middle of a line of user space.
my $stamp = qr/\[ *[0-9]+\.[0-9]{6}\]/;
my $caller = qr/\[ *[TC][0-9]+\]/;

# record_in LINE: what stands before the record, its text, and 1; without a time stamp
# the whole line may be a record: then nothing, its text, and 0
sub record_in {
	my $line = shift;
	return ($1, $2, 1) if $line =~ /^(.*?)$stamp$caller? (.*)/;
	return ('', $line =~ s/^$caller //r, 0);
}

# assembler: a function that takes the lines of a console and returns each record and
# each line of user space whole: a record in the middle of a line comes before it;
# called with nothing at the end, it returns what is left of such a line
sub assembler {
	my $begun = '';
	return sub {
		my $line = (shift // '') =~ s/\r//gr;
		my ($before, undef, $timed) = record_in($line);
		$begun .= $before;
		return substr $line, length $before if $timed;
		($line, $begun) = ($begun . $line, '');
		return $line;
	};
}

# --- QEMU ------------------------------------------------------------------------

# stop: ends QEMU, if it runs; returns how it ended, as $?
sub stop {
	return unless $child;
	kill TERM => $child;
	my $given_up = now() + 5;
	until (waitpid $child, WNOHANG) {
		kill KILL => $child if now() > $given_up;
		sleep 0.01;
	}
	undef $child;
	return $?;
}
END { local $?; stop() }

# A signal ends the child, then kills us, as it would without a child.
for my $name (qw(HUP INT TERM)) {
	next if ($SIG{$name} // '') eq 'IGNORE'; # nohup
	$SIG{$name} = sub {
		stop();
		$SIG{$name} = 'DEFAULT';
		kill $name => $$;
	};
}

# spawn COMMAND...: starts the child, which is killed even if we die of SIGKILL.
# Returns two pipes: its stdout and its stderr.
sub spawn {
	my @command = @_;
	my $deadly = POSIX::SigSet->new(SIGHUP, SIGINT, SIGTERM);
	my $us = $$;
	pipe my $out, my $its_out and pipe my $err, my $its_err or die "$!\n";
	sigprocmask(SIG_BLOCK, $deadly); # until its PID is known
	$child = fork // die "cannot start a process: $!\n";
	if (!$child) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>&', $its_out;
		open STDERR, '>&', $its_err;
		sigprocmask(SIG_UNBLOCK, $deadly);
		# we may be gone before setpriv takes effect
		exec 'setpriv', '--pdeathsig', 'KILL', 'sh', '-c',
			'[ "$PPID" -eq "$0" ] && exec "$@"', $us, @command or
			print STDERR "cannot run setpriv: $!\n";
		POSIX::_exit(125);
	}
	sigprocmask(SIG_UNBLOCK, $deadly);
	return ($out, $err);
}

# start KERNEL INITRAMFS ARGUMENT...: starts QEMU, by arch/qemu and its arguments. Dies
# with its reason if something is missing. Messages of downloads go to stderr.
sub start {
	my ($class, @arguments) = @_;
	my ($out, $err) = spawn("$arch/qemu", '-n', @arguments, qw(-serial stdio -monitor none));
	my @said;
	while (my $line = <$err>) {
		push @said, $line;
		print STDERR shift @said if @said > 2; # accelerator, command line
	}
	my @command = do { local $/ = "\0"; <$out> };
	chop @command;
	waitpid $child, 0;
	undef $child;
	if ($?) {
		chomp(my $why = pop @said // "cannot run $arch/qemu");
		print STDERR @said;
		die "$why\n";
	}

	my $self = $class->run(@command);
	$self->{how} = \@said;
	return $self;
}

# run COMMAND...: QEMU itself, whose stdout is the console; {kernel} is the file it boots
sub run {
	my ($class, @command) = @_;
	# its monitor will say whether the guest ended it
	my ($events, $its) = channel();
	syswrite $events, qq({"execute": "qmp_capabilities"}\n);
	my ($kernel) = join("\0", @command) =~ /\0-kernel\0([^\0]+)/;
	my $self = bless {kernel => $kernel, started => now(), err => '', events => '', select => IO::Select->new}, $class;
	my ($out, $err) = spawn(@command,
		'-chardev', 'socket,id=events,fd=' . fileno $its, '-mon', 'events,mode=control');
	$self->watch(console => $out);
	$self->watch(err => $err);
	$self->watch(events => $events);
	return $self;
}

# channel: a socket for us, and one that QEMU inherits: -chardev socket,fd=NUMBER
sub channel {
	socketpair my $ours, my $its, AF_UNIX, SOCK_STREAM, 0 or die "$!\n";
	fcntl $its, F_SETFD, 0; # survives exec
	return ($ours, $its);
}

# watch NAME STREAM: has read() read the stream, too
sub watch {
	my ($self, $name, $stream) = @_;
	$self->{name}{fileno $stream} = $name;
	$self->{select}->add($stream);
}

# read DEADLINE: a stream's name and what comes from it next; two empty strings at the
# deadline, nothing once QEMU has ended
sub read {
	my ($self, $deadline) = @_;
	while ($self->{select}->count) {
		my $left = $deadline - now();
		return ('', '') if $left <= 0;
		for my $stream ($self->{select}->can_read($left)) {
			my $name = $self->{name}{fileno $stream};
			my $size = sysread $stream, my $bytes, 65536;
			$self->{select}->remove($stream) unless $size;
			next unless $size;
			return ($name, $bytes) unless exists $self->{$name};
			$self->{$name} = substr $self->{$name} . $bytes, -4096;
		}
	}
	return;
}

# console DEADLINE: what the guest prints next; '' at the deadline, undef once QEMU has
# ended
sub console {
	my ($self, $deadline) = @_;
	while (my ($name, $bytes) = $self->read($deadline)) {
		return $bytes if $name eq 'console' || $name eq '';
	}
	return undef;
}

# fault: once QEMU has ended: why, unless the guest ended it
sub fault {
	my $self = shift;
	my $status = stop();
	return if $self->{events} =~ /"event": "SHUTDOWN".*"guest": true/;
	return 'QEMU was killed by signal ' . WTERMSIG($status) . ': is the host out of memory?'
		if WIFSIGNALED($status);
	# its last message, which may have several lines
	my @said = split /\n/, $self->{err};
	my ($first) = grep { $said[$_] =~ /^\S+: / } reverse 0 .. $#said;
	return join(' ', @said[$first // 0 .. $#said]) || 'QEMU exited, and not because of the guest: check QEMU_EXTRA';
}

1;
