/** Which of the instruments of a model is meant, and as which of its resources. */
import type { Entry, Fields } from './entry.ts'

/** A device, and the resource that it is played as. */
export interface Choice {
  readonly device: Entry
  readonly resource: Resource | undefined
}

export interface Resource {
  /** The interface and the class, as `eom` has them: `TCPIP SOCKET`. */
  readonly type: string
  readonly port: number | undefined
  readonly channelIds: Entry | undefined
}

/** A resource as the model lists it. */
interface Listed {
  readonly name: string
  readonly device: string
  readonly entry: Entry
}

const SOCKET = 'TCPIP SOCKET'
const SPEC = /^1(\.[01])?$/
const RESOURCE_KEYS = ['device', 'filename', 'bundled', 'channel_ids']

/** Reads a definition, and the devices in it. */
export function devicesOf(root: Entry): { readonly fields: Fields; readonly devices: ReadonlyMap<string, Entry> } {
  if (!root.isMapping) throw root.wrong('a mapping with "spec" and "devices"')
  const fields = root.fields(['spec', 'devices', 'resources'])
  const spec = fields.need('spec')
  if (!SPEC.test(spec.text())) throw spec.wrong('"1.0" or "1.1"')
  return { fields, devices: fields.get('devices')?.mapping() ?? new Map() }
}

/**
 * The device or the resource of that name. Without one: the only device that there is, or the only one that is a
 * resource of TCP sockets.
 */
export function choose(root: Entry, name: string | undefined, load: (filename: Entry) => Entry): Choice {
  const { fields, devices } = devicesOf(root)
  const resources = [...(fields.get('resources')?.mapping() ?? [])].map(
    ([key, entry]): Listed => ({ name: key, entry, device: entry.fields(RESOURCE_KEYS).need('device').text() }),
  )
  const found = name === undefined ? theOnly(root, devices, resources) : named(root, devices, resources, name)
  if (typeof found === 'string') {
    const own = resources.filter(({ device, entry }) => device === found && isOwn(entry))
    return { device: deviceOf(root, devices, found), resource: read(preferred(own)) }
  }
  const own = found.entry.fields(RESOURCE_KEYS)
  const bundled = own.get('bundled')
  if (bundled !== undefined && /^true$/i.test(bundled.text())) {
    throw bundled.error("the models that come with pyvisa-sim are not here: copy the file, and name it by 'filename'")
  }
  const filename = own.get('filename')
  if (filename === undefined)
    return { device: deviceOf(own.need('device'), devices, found.device), resource: read(found) }
  const other = load(filename)
  return { device: deviceOf(own.need('device'), devicesOf(other).devices, found.device), resource: read(found) }
}

function isOwn(resource: Entry): boolean {
  return resource.fields(RESOURCE_KEYS).get('filename') === undefined
}

function deviceOf(where: Entry, devices: ReadonlyMap<string, Entry>, name: string): Entry {
  const device = devices.get(name)
  if (device === undefined)
    throw where.wrong(`one of the devices ${[...devices.keys()].join(', ') || '(there are none)'}`)
  return device
}

type Named = string | Listed

function theOnly(root: Entry, devices: ReadonlyMap<string, Entry>, resources: readonly Listed[]): Named {
  const sockets = resources.filter(({ name }) => typeOf(name) === SOCKET)
  const [socket, anotherSocket] = sockets
  const [resource, anotherResource] = resources
  const [device, anotherDevice] = devices.keys()
  if (socket !== undefined && anotherSocket === undefined) return socket
  if (resource !== undefined && anotherResource === undefined) return resource
  if (device !== undefined && anotherDevice === undefined) return device
  const names = [...devices.keys(), ...resources.map(({ name }) => name)]
  throw root.error(names.length === 0 ? 'there is no device' : `which of them? ${names.join(', ')}`)
}

function named(root: Entry, devices: ReadonlyMap<string, Entry>, resources: readonly Listed[], name: string): Named {
  if (devices.has(name)) return name
  const wanted = canonical(name)
  const resource = resources.find((each) => canonical(each.name) === wanted)
  if (resource !== undefined) return resource
  const names = [...devices.keys(), ...resources.map((each) => each.name)]
  throw root.error(`there is no ${JSON.stringify(name)}, but ${names.join(', ') || 'nothing at all'}`)
}

/** Of a device that has several resources: the one that it is most likely played as. */
function preferred(resources: readonly Listed[]): Listed | undefined {
  return resources.find(({ name }) => typeOf(name) === SOCKET) ?? (resources.length === 1 ? resources[0] : undefined)
}

function read(listed: Listed | undefined): Resource | undefined {
  if (listed === undefined) return undefined
  const { name, entry } = listed
  const port = typeOf(name) === SOCKET ? Number(name.split('::').at(-2)) : undefined
  return {
    type: typeOf(name),
    port: port !== undefined && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined,
    channelIds: entry.fields(RESOURCE_KEYS).get('channel_ids'),
  }
}

/** `ASRL INSTR` of `ASRL1::INSTR`: without a class, it is INSTR. */
function typeOf(resource: string): string {
  const parts = resource.toUpperCase().split('::')
  const own = parts.at(-1) ?? ''
  return `${(parts[0] ?? '').replace(/\d*$/, '')} ${['INSTR', 'SOCKET', 'RAW'].includes(own) ? own : 'INSTR'}`
}

/** Names mean the same in any case, and what VISA adds by itself may be left out: board 0, `inst0`, interface 0. */
function canonical(resource: string): string {
  return resource
    .toUpperCase()
    .replace(/^(TCPIP|USB|GPIB)0?::/, '$1::')
    .replace(/::INST0::INSTR$/, '::INSTR')
    .replace(/^(USB.*)::0::(INSTR|RAW)$/, '$1::$2')
}
