/** Addresses: which URLs and VISA names are read as what, and the error that each wrong one gets. */
import { describe, expect, it } from 'vitest'
import { address, formatAddress, parseAddress } from '../src/index.ts'

const good: readonly (readonly [url: string, host: string, port: number, tls?: boolean])[] = [
  ['tcp://10.0.0.7:5025', '10.0.0.7', 5025],
  ['tcp://scope:5025', 'scope', 5025],
  ['tcp://scope.lab.example:1/', 'scope.lab.example', 1],
  ['TCP://Scope:65535', 'Scope', 65_535],
  ['tls://scope:5026', 'scope', 5026, true],
  ['tcp://[::1]:5025', '::1', 5025],
  ['tls://[fe80::1%eth0]:5025', 'fe80::1%eth0', 5025, true],
  ['tcp://[fe80::1%25eth0]:5025', 'fe80::1%eth0', 5025],
  ['tcp://[fe80::1%25br-lan.7]:5025', 'fe80::1%br-lan.7', 5025],
  ['tcp://[fe80::1%br-lan.7]:5025', 'fe80::1%br-lan.7', 5025],
  ['tcp://[fe80::1%25a%7Eb]:5025', 'fe80::1%a~b', 5025],
  ['tcp://[fe80::1%25]:5025', 'fe80::1%25', 5025],
  ['tcp://[fe80::1%2525]:5025', 'fe80::1%25', 5025],
  ['tcp://[fe80::1%3]:5025', 'fe80::1%3', 5025],
  ['tcp://[fe80::1%25eth0]', 'fe80::1%eth0', 5025],
  ['fe80::1%25eth0', 'fe80::1%eth0', 5025],
  ['TCPIP0::[fe80::1%25eth0]::5025::SOCKET', 'fe80::1%eth0', 5025],
  ['TCPIP0::[fe80::1%eth0]::5025::SOCKET', 'fe80::1%eth0', 5025],
  ['tcp://scope', 'scope', 5025],
  ['tcp://scope/', 'scope', 5025],
  ['tcp://[::1]', '::1', 5025],
  ['10.0.0.7', '10.0.0.7', 5025],
  ['scope', 'scope', 5025],
  ['scope.lab.example', 'scope.lab.example', 5025],
  ['my_scope-2.lab.', 'my_scope-2.lab.', 5025],
  ['prüfstand.example', 'prüfstand.example', 5025],
  ['scope:5026', 'scope', 5026],
  ['10.0.0.7:80', '10.0.0.7', 80],
  ['[::1]', '::1', 5025],
  ['[::1]:5026', '::1', 5026],
  ['::1', '::1', 5025],
  ['fe80::1%eth0', 'fe80::1%eth0', 5025],
  ['::ffff:10.0.0.7', '::ffff:10.0.0.7', 5025],
  ['TCPIP0::10.0.0.7::5025::SOCKET', '10.0.0.7', 5025],
  ['TCPIP::scope::5025::SOCKET', 'scope', 5025],
  ['tcpip12::scope.lab::5025::socket', 'scope.lab', 5025],
  ['TCPIP0::[::1]::5025::SOCKET', '::1', 5025],
  ['TCPIP0::fe80::1::5025::SOCKET', 'fe80::1', 5025],
  ['tcp://[fe80::1%25a%25b]:5025', 'fe80::1%a%b', 5025],
  ['tcp://[fe80::1%25%28%2a%29]:5025', 'fe80::1%(*)', 5025],
]

const bad: readonly (readonly [url: unknown, error: typeof TypeError | typeof RangeError, message: string])[] = [
  [
    '',
    TypeError,
    'url: expected host, host:port, tcp://host:port, tls://host:port or TCPIP0::host::port::SOCKET, got ""',
  ],
  [undefined, TypeError, 'url: expected a string, got undefined'],
  [5025, TypeError, 'url: expected a string, got 5025'],
  ['5025', TypeError, 'got "5025"'], // a port, and no host: as an address it would be 0.0.19.161
  ['*IDN?', TypeError, 'got "*IDN?"'], // a command, where a host should be
  ['MEAS:VOLT?', TypeError, 'got "MEAS:VOLT?"'],
  ['my scope', TypeError, 'got "my scope"'],
  ['user@scope', TypeError, 'got "user@scope"'],
  ['scope.lab/path', TypeError, 'got "scope.lab/path"'],
  ['/dev/ttyUSB0', TypeError, 'got "/dev/ttyUSB0"'],
  ['scope:', TypeError, 'got "scope:"'],
  [':5025', TypeError, 'got ":5025"'],
  ['tcp://', TypeError, 'got "tcp://"'],
  ['tls://scope', TypeError, 'the port is missing'],
  ['tcp://[fe80::1%25%zz]:5025', TypeError, 'host: the zone of'],
  ['tcp://[fe80::1%25a%20b]:5025', TypeError, 'host: expected a host name or an IP address, got "fe80::1%a b"'],
  ['tls://scope/', TypeError, 'the port is missing'],
  ['scope:70000', RangeError, 'port: expected an integer from 1 to 65535, got 70000'],
  ['tcp://:5025', TypeError, 'url: expected'],
  ['tcp://scope:', TypeError, 'url: expected'],
  ['tcp://scope:http', TypeError, 'url: expected'],
  ['tcp://scope:5025/path', TypeError, 'url: expected'],
  ['tcp://scope:-1', TypeError, 'url: expected'],
  ['tcp://scope:50.25', TypeError, 'url: expected'],
  ['tcp://::1:5025', TypeError, 'url: expected'],
  ['tcp://user@scope:5025', TypeError, 'host: expected a host name or an IP address, got "user@scope"'],
  ['tcp://a b:5025', TypeError, 'host: expected a host name or an IP address, got "a b"'],
  ['http://scope:5025', TypeError, 'got "http://scope:5025"'],
  ['udp://scope:5025', TypeError, 'got "udp://scope:5025"'],
  ['tcp://scope:0', RangeError, 'port: expected an integer from 1 to 65535, got 0'],
  ['tcp://scope:65536', RangeError, 'port: expected an integer from 1 to 65535, got 65536'],
  ['TCPIP0::scope::70000::SOCKET', RangeError, 'port: expected an integer from 1 to 65535, got 70000'],
  ['TCPIP0::scope::INSTR', TypeError, 'VXI-11 and HiSLIP instruments, "::INSTR", are not raw sockets'],
  ['TCPIP0::scope::inst0::INSTR', TypeError, 'are not raw sockets'],
  ['nats://127.0.0.1:4222/lab/psu1', TypeError, 'programs that import "@sockio/hub/nats"'],
  ['TCPIP0::scope::SOCKET', TypeError, 'url: expected'],
  ['TCPIP0::[::5025::SOCKET', TypeError, 'url: expected'],
  ['TCPIP0::[::1]::5025::SOCKET::5025::SOCKET', TypeError, 'url: expected'],
  ['TCPIP0::a[b::5025::SOCKET', TypeError, 'url: expected'],
  ['tcp://[%]:5025', TypeError, 'url: expected'],
  ['tcp://[scope]:5025', TypeError, 'url: expected'],
  ['tcp://[fe80::1%25a%00b]:5025', TypeError, 'host: expected a host name or an IP address'],
  ['GPIB0::5::INSTR', TypeError, 'url: expected'],
]

describe('parseAddress', () => {
  for (const [url, host, port, tls = false] of good) {
    it(`reads ${url}`, () => {
      expect(parseAddress(url)).toEqual({ host, port, tls })
      expect(parseAddress(formatAddress(parseAddress(url)))).toEqual({ host, port, tls })
    })
  }

  for (const [url, type, message] of bad) {
    it(`refuses ${JSON.stringify(url)}`, () => {
      const parse = () => parseAddress(url as string)
      expect(parse).toThrow(type)
      expect(parse).toThrow(message)
    })
  }

  it('takes no longer for what is long', () => {
    expect(() => parseAddress(`TCPIP0::${'a:'.repeat(2000)}::x`)).toThrow(TypeError)
    expect(() => parseAddress(`tcp://${'a'.repeat(100_000)}:`)).toThrow(TypeError)
    expect(() => parseAddress('1'.repeat(100_000))).toThrow(TypeError)
    expect(() => parseAddress(`${'a:'.repeat(50_000)}x`)).toThrow(TypeError)
    expect(() => parseAddress(`${'a'.repeat(1_000_000)}!`)).toThrow(TypeError)
  })
})

describe('address', () => {
  it('takes the brackets off an IPv6 address', () => {
    expect(address('[::1]', 1)).toEqual({ host: '::1', port: 1, tls: false })
    expect(formatAddress(address('::1', 1, true))).toBe('tls://[::1]:1')
    expect(formatAddress(address('fe80::1%eth0', 1))).toBe('tcp://[fe80::1%25eth0]:1')
  })

  const wrong: readonly (readonly [
    host: unknown,
    port: unknown,
    error: typeof TypeError | typeof RangeError,
    message: string,
  ])[] = [
    [undefined, 1, TypeError, 'host: expected a string, got undefined'],
    ['', 1, TypeError, 'host: expected a host name or an IP address, got ""'],
    ['a/b', 1, TypeError, 'host: expected a host name or an IP address, got "a/b"'],
    ['a', '5025', TypeError, 'port: expected a number, got "5025"'],
    ['a', undefined, TypeError, 'port: expected a number, got undefined'],
    ['a', 70_000, RangeError, 'port: expected an integer from 1 to 65535, got 70000'],
    ['a', 0, RangeError, 'port: expected an integer from 1 to 65535, got 0'],
    ['a', -1, RangeError, 'port: expected an integer from 1 to 65535, got -1'],
    ['a', 1.5, RangeError, 'port: expected an integer from 1 to 65535, got 1.5'],
    ['a', Number.NaN, RangeError, 'port: expected an integer from 1 to 65535, got NaN'],
  ]
  for (const [host, port, type, message] of wrong) {
    it(`refuses ${JSON.stringify(host)}, ${String(port)}`, () => {
      const make = () => address(host as string, port as number)
      expect(make).toThrow(type)
      expect(make).toThrow(message)
    })
  }
})
