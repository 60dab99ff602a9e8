# Machine.pm - a machine that QEMU runs: started as arch/qemu says, read, and
# ended with the script that uses this, whatever ends the script.
#
#	my $machine = Machine->start($kernel, $initramfs);
#	while (defined(my $bytes = $machine->console($deadline))) { ... }
#	Machine->stop;
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
our @EXPORT = qw(now);

my $arch = dirname(__FILE__);
my $child; # the one process at work for us, QEMU or what comes before it

# now: seconds, of a clock that nobody sets
sub now { clock_gettime(CLOCK_MONOTONIC) }

# stop: ends QEMU, if it is at work; returns how it ended, as $?
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

# A signal ends the child, then us, as it would without a child.
for my $name (qw(HUP INT TERM)) {
	next if ($SIG{$name} // '') eq 'IGNORE'; # nohup
	$SIG{$name} = sub {
		stop();
		$SIG{$name} = 'DEFAULT';
		kill $name => $$;
	};
}

# spawn COMMAND...: starts the child, which SIGKILL ends, too, if it ends us.
# Returns the ends of two pipes: its stdout and its stderr.
sub spawn {
	my @command = @_;
	my $deadly = POSIX::SigSet->new(SIGHUP, SIGINT, SIGTERM);
	my $us = $$;
	pipe my $out, my $its_out and pipe my $err, my $its_err or die "$!\n";
	sigprocmask(SIG_BLOCK, $deadly); # until its number is known
	$child = fork // die "cannot start a process: $!\n";
	if (!$child) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>&', $its_out;
		open STDERR, '>&', $its_err;
		sigprocmask(SIG_UNBLOCK, $deadly);
		# we may be gone before setpriv asks to be told of it
		exec 'setpriv', '--pdeathsig', 'KILL', 'sh', '-c',
			'[ "$PPID" -eq "$0" ] && exec "$@"', $us, @command or
			print STDERR "cannot run setpriv: $!\n";
		POSIX::_exit(125);
	}
	sigprocmask(SIG_UNBLOCK, $deadly);
	return ($out, $err);
}

# start KERNEL INITRAMFS ARGUMENT...: starts QEMU, once all is there that it
# needs; dies with the reason where something is not. The arguments are those of
# arch/qemu. What downloads say goes to stderr.
sub start {
	my ($class, @arguments) = @_;
	my ($out, $err) = spawn("$arch/qemu", '-n', @arguments, qw(-serial stdio -monitor none));
	my @said;
	while (<$err>) {
		push @said, $_;
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

	# QEMU's own monitor says whether it was the guest that ended
	socketpair my $events, my $its_events, AF_UNIX, SOCK_STREAM, 0 or die "$!\n";
	syswrite $events, qq({"execute": "qmp_capabilities"}\n);
	fcntl $its_events, F_SETFD, 0; # it stays open over exec
	my $self = bless {how => \@said, started => now(), said => '', told => ''}, $class;
	($self->{console}, $self->{err}) = spawn(@command,
		'-chardev', 'socket,id=events,fd=' . fileno $its_events, '-mon', 'events,mode=control');
	$self->{events} = $events;
	$self->{select} = IO::Select->new($self->{console}, $self->{err}, $events);
	return $self;
}

# console DEADLINE: what the guest says next; '' when the time has come, undef
# when QEMU has ended.
sub console {
	my ($self, $deadline) = @_;
	while ($self->{select}->count) {
		my $left = $deadline - now();
		return '' if $left <= 0;
		for my $stream ($self->{select}->can_read($left)) {
			my $size = sysread $stream, my $bytes, 65536;
			$self->{select}->remove($stream) unless $size;
			return $bytes if $size && $stream == $self->{console};
			next unless $size;
			my $kept = $stream == $self->{err} ? \$self->{said} : \$self->{told};
			$$kept = substr $$kept . $bytes, -4096;
		}
	}
	return undef;
}

# fault: once QEMU has ended: why, unless it was the guest that ended it
sub fault {
	my $self = shift;
	my $status = stop();
	return if $self->{told} =~ /"event": "SHUTDOWN".*"guest": true/;
	return 'QEMU was killed by signal ' . WTERMSIG($status) . ': is the host out of memory?'
		if WIFSIGNALED($status);
	my ($last) = $self->{said} =~ /(.*)\s*\z/;
	return $last || 'QEMU has ended, and not for the guest: look at QEMU_EXTRA';
}

1;
