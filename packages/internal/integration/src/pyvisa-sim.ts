/** pyvisa-sim, by the Python of this machine: what its own devices answer. */
import { spawnSync } from 'node:child_process'
import { writeSync } from 'node:fs'

/** Requests, without their end of line, and what each is answered: a character for each byte. */
export type Dialogues = Readonly<Record<string, readonly (readonly [request: string, reply: string])[]>>

const PROGRAM = `
import json, sys
from pyvisa_sim.parser import get_devices

def reply(device):
    read = b""
    while byte := device.read()[0]:
        read += byte
    return read.decode("latin-1")

def dialogue(device, requests):
    for request in requests:
        device.write(request.encode("latin-1") + device._query_eom)
        yield [request, reply(device)]

asked = json.load(sys.stdin)
print(json.dumps({name: list(dialogue(get_devices(sys.argv[1], False)[name], requests)) for name, requests in asked.items()}))
`

const python = (...args: readonly string[]) => ['-c', ...args]

/**
 * Is it missing? Then this says so, loudly, and its tests are to be skipped: also in CI, since neither Debian nor npm has it.
 * Its answers are kept beside the model, and compared with ours everywhere.
 */
export function missingPyvisaSim(): boolean {
  if (spawnSync('python3', python('import pyvisa_sim.parser')).status === 0) return false
  writeSync(2, '\nSKIPPED: pyvisa-sim is not installed (pip install pyvisa-sim)\n\n')
  return true
}

/** What it answers for the resources of a model. */
export function ask(model: string, requests: Readonly<Record<string, readonly string[]>>): Dialogues {
  const { status, stdout, stderr } = spawnSync('python3', python(PROGRAM, model), {
    input: JSON.stringify(requests),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`pyvisa-sim failed: ${stderr}`)
  return JSON.parse(stdout)
}
