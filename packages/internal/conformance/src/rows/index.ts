/** The whole table. */
import type { Row } from '../row.ts'
import { badInputRows } from './bad-input.ts'
import { batchRows } from './batches.ts'
import { blockRows } from './blocks.ts'
import { busyProgramRows } from './busy-program.ts'
import { callErrorRows } from './call-errors.ts'
import { closingRows } from './closing.ts'
import { connectErrorRows } from './connect-errors.ts'
import { contextRows } from './contexts.ts'
import { diagnosticsRows } from './diagnostics.ts'
import { driverErrorRows } from './driver-errors.ts'
import { procedureRows } from './driver-procedures.ts'
import { driverRows } from './drivers.ts'
import { fakeTimerRows } from './fake-timers.ts'
import { framingRows } from './framings.ts'
import { hookRows } from './hook.ts'
import { hostileRows } from './hostile.ts'
import { hygieneRows } from './hygiene.ts'
import { integrityRows } from './integrity.ts'
import { laneRows } from './lanes.ts'
import { leftStreamRows } from './left-streams.ts'
import { linkRows } from './link.ts'
import { notificationRows } from './notifications.ts'
import { operationRows } from './operations.ts'
import { optionRows } from './options.ts'
import { pollRows } from './polls.ts'
import { realmRows } from './realms.ts'
import { recoveryRows } from './recovery.ts'
import { redactionRows } from './redaction.ts'
import { resyncRows } from './resync.ts'
import { signalRows } from './signals.ts'
import { stackRows } from './stacks.ts'
import { strayRows } from './strays.ts'
import { streamLossRows } from './stream-losses.ts'
import { streamOverflowRows } from './stream-overflow.ts'
import { streamRows } from './streams.ts'
import { timeoutRows } from './timeouts.ts'
import { tlsRows } from './tls.ts'
import { transactionRows } from './transactions.ts'
import { valueRows } from './values.ts'
import { youngGarbageRows } from './young-garbage.ts'

export const rows: readonly Row[] = [
  ...linkRows,
  ...laneRows,
  ...transactionRows,
  ...hookRows,
  ...connectErrorRows,
  ...callErrorRows,
  ...stackRows,
  ...closingRows,
  ...timeoutRows,
  ...busyProgramRows,
  ...fakeTimerRows,
  ...signalRows,
  ...realmRows,
  ...resyncRows,
  ...strayRows,
  ...recoveryRows,
  ...optionRows,
  ...notificationRows,
  ...tlsRows,
  ...diagnosticsRows,
  ...redactionRows,
  ...contextRows,
  ...operationRows,
  ...blockRows,
  ...framingRows,
  ...valueRows,
  ...pollRows,
  ...driverRows,
  ...driverErrorRows,
  ...procedureRows,
  ...streamRows,
  ...batchRows,
  ...leftStreamRows,
  ...streamOverflowRows,
  ...streamLossRows,
  ...badInputRows,
  ...integrityRows,
  ...hostileRows,
  ...hygieneRows,
  ...youngGarbageRows,
]
