/**
 * What a hostile program would try, in Perl, to be run in the jail: one line `measure<TAB>attempt<TAB>outcome` of each,
 * and then `end`. The outcome is `done`, or the error that the kernel gave for a refusal. Each attempt is made such that
 * without a jail it succeeds, or gets past the door at least: an error that is no refusal is `done`, too.
 *
 * Words before the end: `call=name:number`, `read=PATH` (to be read), `change=PATH` (to be altered), `memory=BYTES` (that
 * the limit on private memory allows).
 */
export const ATTEMPTS = String.raw`
use strict;
$| = 1;
my (%call, @reads, @changes, $memory);
for (@ARGV) {
  my ($name, $value) = split /=/, $_, 2;
  if ($name eq 'call') { my ($call, $number) = split /:/, $value; $call{$call} = 0 + $number }
  elsif ($name eq 'read') { push @reads, $value }
  elsif ($name eq 'change') { push @changes, $value }
  elsif ($name eq 'memory') { $memory = 0 + $value }
}
my %refusals = (1 => 'EPERM', 13 => 'EACCES', 38 => 'ENOSYS');
sub attempt {
  my ($measure, $attempt, $make) = @_;
  $! = 0;
  my $outcome = $make->() ? 'done' : $refusals{0 + $!} // 'done';
  print "$measure\t$attempt\t$outcome\n";
}
sub kernel {
  my ($measure, $attempt, $call, @arguments) = @_;
  attempt($measure, $attempt, sub { syscall($call{$call}, @arguments) != -1 });
}
my ($parent, $nothing, $zeroes) = (getppid, "none\0", "\0" x 256);

attempt('user', 'be root', sub { $! = 1; $< == 0 || $> == 0 });
attempt('user', 'have groups of others', sub { $! = 1; my (undef, @groups) = split ' ', $); grep { $_ != 0 + $( } @groups });

for my $file (@reads) { attempt('files', "read $file", sub { open my $read, '<', $file }) }
attempt('files', 'read the environment of process 1', sub { open my $read, '<', '/proc/1/environ' });
attempt('files', 'read the environment of the service', sub { open my $read, '<', "/proc/$parent/environ" });
attempt('files', 'read the memory of the service', sub { open my $read, '<', "/proc/$parent/mem" });
attempt('files', 'list the root folder', sub { opendir my $list, '/' });
kernel('files', 'open a file by its handle', 'open_by_handle_at', 0, $zeroes, 0);

for my $file (@changes) {
  attempt('writing', "write into $file", sub { open my $write, '>>', $file });
  attempt('writing', "cut off $file", sub { truncate $file, 0 });
  attempt('writing', "put a file in the place of $file", sub { rename $file, "$file.moved" });
  attempt('writing', "give a second name to $file", sub { link $file, "$file.linked" });
  attempt('writing', "remove $file", sub { unlink $file });
  attempt('writing', "change the rights of $file", sub { chmod 0666, $file });
  attempt('writing', "make a folder beside $file", sub { mkdir "$file.folder" });
  attempt('writing', "make a file beside $file", sub { open my $write, '>', "$file.new" });
}
attempt('writing', 'make a file in /tmp', sub { my $made = "/tmp/lectern-jail-$$"; open my $write, '>', $made and unlink $made });
kernel('writing', 'mount a file system', 'mount', $nothing, $nothing, $nothing, 0, 0);

attempt('network', 'open a TCP socket', sub { socket my $socket, 2, 1, 0 });
attempt('network', 'open a UDP socket', sub { socket my $socket, 2, 2, 0 });
attempt('network', 'open a Unix socket', sub { socket my $socket, 1, 1, 0 });
attempt('network', 'open a netlink socket', sub { socket my $socket, 16, 3, 0 });
attempt('network', 'open a pair of sockets', sub { socketpair my $one, my $other, 1, 1, 0 });

attempt('processes', 'start a process', sub { my $child = fork; exit 0 if defined $child && $child == 0; defined $child });
attempt('processes', 'start a process in another way', sub {
  my $child = syscall($call{clone3}, my $arguments = pack('Q8', 0, 0, 0, 0, 17, 0, 0, 0), 64);
  exit 0 if $child == 0;
  $child != -1;
});
kernel('processes', 'leave its process group', 'setpgid', 0, 0);
# Who leads a group by now may not leave the session: that is no refusal.
attempt('processes', 'leave its session', sub { syscall($call{setsid}) != -1 || $! == 1 });
kernel('processes', 'outlive its parent', 'prctl', 1, 0, 0, 0, 0);

attempt('signals', 'signal the service', sub { kill 0, $parent });
kernel('signals', 'signal a thread of the service', 'tgkill', $parent, $parent, 0);
attempt('signals', 'have the kernel signal the service', sub { syscall($call{fcntl}, 1, 8, $parent) != -1 });
kernel('signals', 'hold the service by a descriptor', 'pidfd_open', $parent, 0);
# No such request, so that nobody is traced where this is allowed.
kernel('signals', 'trace the service', 'ptrace', 0x7fff, $parent, 0, 0);
kernel('signals', 'read the memory of the service by a call', 'process_vm_readv', $parent, 0, 0, 0, 0, 0);

sub map_memory {
  my ($attempt, $bytes, $flags) = @_;
  $! = 0;
  my $outcome = syscall($call{mmap}, 0, $bytes, 3, $flags, -1, 0) == -1
    ? { 1 => 'EPERM', 12 => 'ENOMEM' }->{0 + $!} // 'done' : 'done';
  print "memory\t$attempt\t$outcome\n";
}
map_memory('map private memory past the limit', $memory + 0x1000, 0x4022);
map_memory('map shared memory', 0x1000, 0x21);
map_memory('map shared memory, to make it writable later', 0x1000, 0x23);
map_memory('map memory that grows as a stack does', 0x1000, 0x122);
kernel('memory', 'make a file in memory', 'memfd_create', $nothing, 0);
kernel('memory', 'make shared memory of System V', 'shmget', 0, 4096, 0x380);

kernel('kernel', 'load a program into the kernel', 'bpf', 0, $zeroes, 64);
kernel('kernel', 'set up calls that no filter sees', 'io_uring_setup', 1, $zeroes);
kernel('kernel', 'catch page faults', 'userfaultfd', 1);
kernel('kernel', 'read the key rings of the kernel', 'keyctl', 0, -3, 0, 0, 0);

# The last, for who succeeds is somebody else, or something else.
kernel('processes', 'make namespaces of its own', 'unshare', 0x10000000);
kernel('processes', 'become another program', 'execve', my $true = "/bin/true\0", 0, 0);
print "end\n";
`;
