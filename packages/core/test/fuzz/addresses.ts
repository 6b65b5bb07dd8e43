/** Fuzz target: where an instrument is, as people and files write it. What is read can be written, and read as the same. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { bytes, type FuzzTarget } from '@sockio/fuzz'
import { type Address, formatAddress, parseAddress } from '../../src/index.ts'

function read(url: string): Address | undefined {
  try {
    return parseAddress(url)
  } catch (error) {
    assert(error instanceof TypeError || error instanceof RangeError, String(error))
    assert.match(error.message, /^(url|host|port): /)
    return undefined
  }
}

function run(input: Uint8Array): void {
  const address = read(Buffer.from(input).toString())
  if (address === undefined) return
  const { host, port } = address
  assert.match(host, /^[^\s/@]+$/)
  assert(Number.isInteger(port) && port >= 1 && port <= 65_535)
  assert.deepEqual(read(formatAddress(address)), address)
}

export const addresses: FuzzTarget = {
  name: 'addresses',
  code: [join(import.meta.dirname, '../../src/address.ts')],
  seeds: [
    ...['tcp://10.0.0.7:5025', 'tls://scope:5026', 'scope.lab.', 'fe80::1%eth0', 'tcp://[fe80::1%25br-lan.7]:1/'],
    ...['TCPIP0::10.0.0.7::5025::SOCKET', 'TCPIP::[::1]::5025::SOCKET', 'TCPIP0::h::INSTR', 'tls://h', '[::1]:65536'],
    ...['TCPIP::[::5::SOCKET', 'tcp://[%]:1', '[fe80::1%25a%25b]', '[::%25%2a]', `${'po'.repeat(1500)}!`], // found
  ].map(bytes),
  words: [
    'tcp://',
    'tls://',
    '::',
    ':',
    '[',
    ']',
    '%',
    '%25',
    '/',
    'TCPIP0::',
    '::SOCKET',
    '::INSTR',
    '65535',
    '\xc3\xa9',
  ],
  run,
}
