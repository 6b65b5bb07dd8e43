/** The commands that every SCPI instrument has (IEEE 488.2, 10; SCPI-99, volume 1, 4.1 and 4.2.1). */
import type { ScpiCommands } from './commands.ts'
import type { Status } from './status.ts'

/** @param reset what `*RST` does */
export function commonCommands(status: Status, idn: string, reset: () => void): ScpiCommands {
  return {
    '*IDN?': idn,
    '*RST': () => reset(),
    '*CLS': () => status.clear(),
    '*TST?': '0',
    '*WAI': () => undefined,
    '*OPC': () => status.complete(),
    '*OPC?': '1',
    '*ESR?': () => String(status.takeEvents()),
    '*ESE': (call) => {
      status.eventEnable = Math.round(call.number(0, 255))
    },
    '*ESE?': () => String(status.eventEnable),
    '*SRE': (call) => {
      status.serviceEnable = Math.round(call.number(0, 255)) & ~64 // the summary can't enable itself
    },
    '*SRE?': () => String(status.serviceEnable),
    '*STB?': () => String(status.byte),
    'SYSTem:ERRor[:NEXT]?': () => status.shift().toString(),
    'SYSTem:ERRor:COUNt?': () => String(status.errorCount),
    'SYSTem:VERSion?': '1999.0',
  }
}
