#!/usr/bin/perl
# A cable between two network namespaces: it carries IP packets from one TUN device to the other, and it can be long,
# lossy or cut. In Perl, because Node can't open a TUN device, because the kernel's own netem is a module that many
# machines lack, and because every Linux has it. Commands come on standard input, a line each; its end ends the cable.
use strict;
use warnings;
use IO::Handle;
use Time::HiRes qw(time);

my ($TUNSETIFF, $IFF_TUN, $IFF_NO_PI) = (0x400454ca, 0x0001, 0x1000);

sub tun {
  my ($name) = @_;
  open(my $device, '+<', '/dev/net/tun') or die "/dev/net/tun: $!\n";
  ioctl($device, $TUNSETIFF, pack('a16 S x22', $name, $IFF_TUN | $IFF_NO_PI)) or die "$name: $!\n";
  $device->blocking(0);
  return $device;
}

my @end = (tun('wire0'), tun('wire1'));
my @way = ([], []); # packets under way from each end: [when due, bytes]
my ($delay, $loss, $cut, $carried, $dropped) = (0, 0, 0, 0, 0);
$| = 1;
print "ready\n";

my %command = (
  delay => sub { $delay = $_[0] / 1000 },
  loss  => sub { ($loss) = @_; srand($_[1]) },
  cut   => sub { $cut = 1; $dropped += @{$way[0]} + @{$way[1]}; @way = ([], []) },
  mend  => sub { $cut = 0 },
  count => sub { },
);

for (;;) {
  my ($next) = sort { $a <=> $b } map { $_->[0][0] } grep { @$_ } @way;
  my $wait = defined $next ? $next - time : undef;
  my $ready = '';
  vec($ready, fileno($_), 1) = 1 for @end, \*STDIN;
  select($ready, undef, undef, defined $wait && $wait < 0 ? 0 : $wait);
  for my $from (0, 1) { # before the commands: what was sent before the wire is mended is lost
    while (sysread($end[$from], my $packet, 65536)) {
      if ($cut || rand() < $loss) { $dropped++ }
      else { push @{$way[$from]}, [time + $delay, $packet] }
    }
  }
  if (vec($ready, fileno(STDIN), 1)) {
    sysread(STDIN, my $text, 65536) or exit 0;
    for my $line (split /\n/, $text) {
      my ($name, @arguments) = split ' ', $line;
      $command{$name}->(@arguments);
      print "$carried $dropped\n";
    }
  }
  for my $from (0, 1) {
    while (@{$way[$from]} && $way[$from][0][0] <= time) {
      syswrite($end[1 - $from], (shift @{$way[$from]})->[1]); # fails while the other end is down: lost
      $carried++;
    }
  }
}
