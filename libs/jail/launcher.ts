/**
 * The launcher, in Perl: it takes rights from itself and then becomes the program, with all its pipes. Perl, because
 * it is there on every Debian and Ubuntu (perl-base is essential), starts in a few milliseconds, makes any system call,
 * and has one thread: Landlock and seccomp bind the thread that calls them (docs/adr/0040). It decides nothing:
 * every number comes from launch.ts, as words `name=value` before `--`; the program and its arguments follow.
 *
 * When a measure can't be set it says so on standard error, after `jail: `, and ends with 126: never without the measure.
 */
export const LAUNCHER = String.raw`
use strict;
my (%call, %one, @limits, @reads, @runs);
while (defined(my $word = shift @ARGV)) {
  last if $word eq '--';
  my ($name, $value) = split /=/, $word, 2;
  if ($name eq 'call') { my ($call, $number) = split /:/, $value; $call{$call} = 0 + $number }
  elsif ($name eq 'limit') { push @limits, [map { 0 + $_ } split /:/, $value] }
  elsif ($name eq 'read') { push @reads, $value }
  elsif ($name eq 'run') { push @runs, $value }
  else { $one{$name} = $value }
}

sub refuse { print STDERR "jail: $_[0]: $!\n"; exit 126 }
sub call {
  my $name = shift;
  my $result = syscall($call{$name}, @_);
  refuse($name) if $result < 0;
  return $result;
}
sub process { call('prctl', @_, (0) x (5 - @_)) }

my ($O_PATH, $EXECUTE, $READ_FILE) = (0x200000, 1, 4);
my ($PR_SET_PDEATHSIG, $PR_CAPBSET_DROP, $PR_SET_SECUREBITS, $PR_SET_NO_NEW_PRIVS, $PR_CAP_AMBIENT) = (1, 24, 28, 38, 47);
my ($RAISE, $CLEAR, $SIGKILL, $SECBIT_NOROOT, $SECBIT_NO_SETUID_FIXUP) = (2, 4, 9, 1, 4);
my ($CAP_DAC_OVERRIDE, $CAP_DAC_READ_SEARCH, $CAP_SETPCAP) = (1, 2, 8);

# The program's descriptor, which ends with the execution.
sysopen(my $program, $runs[0], $O_PATH) or refuse($runs[0]);
my $descriptor = 0 + $one{descriptor};
fcntl($program, 1030, $descriptor) == $descriptor or refuse("descriptor $descriptor");

# Files are opened as the service that starts this, before anything is given up.
my $ruleset;
if (defined $one{landlock}) {
  my ($files, $network, $scopes, $size) = map { 0 + $_ } split /:/, $one{landlock};
  my $handled = pack('Q3', $files, $network, $scopes);
  $ruleset = call('landlock_create_ruleset', $handled, $size, 0);
  my $allow = sub {
    my ($path, $rights) = @_;
    sysopen(my $file, $path, $O_PATH) or refuse($path);
    my $rule = pack('Ql', $rights, fileno $file);
    call('landlock_add_rule', $ruleset, 1, $rule, 0);
  };
  $allow->($_, $READ_FILE) for @reads;
  $allow->($_, $READ_FILE | $EXECUTE) for @runs;
}

setpriority(0, 0, 0 + $one{nice});

# Capabilities: none, but for root the right to read what it may read as root. What that opens, Landlock says.
my ($header, $capabilities) = (pack('Ll', 0x20080522, 0), "\0" x 24);
call('capget', $header, $capabilities);
my @sets = unpack 'L6', $capabilities; # effective, permitted, inheritable, and the same of those from 32 on
my $kept = 0;
if ($> == 0) { for ($CAP_DAC_READ_SEARCH, $CAP_DAC_OVERRIDE) { if ($sets[1] & 1 << $_) { $kept = 1 << $_; last } } }
sub set_capabilities { my $sets = pack('L6', @_); call('capset', $header, $sets) }
set_capabilities(@sets[0, 1], $kept, @sets[3, 4], 0) if $kept;
if ($sets[0] & 1 << $CAP_SETPCAP) { syscall($call{prctl}, $PR_CAPBSET_DROP, $_, 0, 0, 0) for 0 .. 63 }

sub become {
  my $user = 0 + shift;
  my $groups = '';
  # Rights stay through the change of the user, and access(2) counts them: sharp asks by it whether a file is there.
  process($PR_SET_SECUREBITS, $SECBIT_NOROOT | $SECBIT_NO_SETUID_FIXUP);
  call('setgroups', 0, $groups);
  call('setresgid', $user, $user, $user);
  call('setresuid', $user, $user, $user);
}
sub keep {
  set_capabilities($kept, $kept, $kept, 0, 0, 0);
  syscall($call{prctl}, $PR_CAP_AMBIENT, $CLEAR, 0, 0, 0);
  for ($CAP_DAC_READ_SEARCH, $CAP_DAC_OVERRIDE) { process($PR_CAP_AMBIENT, $RAISE, $_) if $kept & 1 << $_ }
}
# Tried out in a child: a server of files may know better than this kernel who reads what.
sub can_be {
  my $user = shift;
  defined(my $child = fork) or refuse('fork');
  if ($child == 0) {
    close STDERR;
    become($user);
    keep();
    for (@reads, @runs) { sysopen(my $file, $_, 0) or exit 1 }
    exit 0;
  }
  waitpid $child, 0;
  return $? == 0;
}
become($one{user}) if defined $one{user} && can_be($one{user});
keep();

process($PR_SET_NO_NEW_PRIVS, 1);
process($PR_SET_PDEATHSIG, $SIGKILL);
exit 126 if defined $one{parent} && getppid != $one{parent};

my @environment = map { "$_=$ENV{$_}" } keys %ENV;
my ($arguments, $environment, $itself) = (pack('p*', @ARGV, undef), pack('p*', @environment, undef), '');
my $filter = pack 'H*', $one{filter} // '';

for (@limits) {
  my ($resource, $most) = @$_;
  my $limit = pack('QQ', $most, $most);
  call('prlimit64', 0, $resource, $limit, 0);
}
call('landlock_restrict_self', $ruleset, 0) if defined $ruleset;
if (length $filter) {
  my $set = pack('S x6 P', length($filter) / 8, $filter);
  # Without SPEC_ALLOW kernels before 5.16 slow the program down against attacks that it could not make.
  call('seccomp', 1, 4, $set);
}
call('execveat', $descriptor, $itself, $arguments, $environment, 0x1000);
`;
