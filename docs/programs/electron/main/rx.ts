import { join } from 'node:path'
import { number } from '@sockio/instrument'
import { poll, TCP } from '@sockio/rx'
import { app, BrowserWindow, ipcMain } from 'electron'
import {
  catchError,
  concat,
  defer,
  firstValueFrom,
  fromEvent,
  ignoreElements,
  map,
  of,
  takeUntil,
  timer,
} from 'rxjs'
import { failure } from './failure.ts'

const scope = new TCP('scope.lab', 5025, { timeout: 2000 })
const scale = number({ min: 0.001, max: 10, unit: 'V' }) // checked here: the page may send anything

ipcMain.handle('scale', (_event, volts: number) => {
  const scale$ = defer(() =>
    scope.query(`CHAN1:SCAL ${scale.encode(volts)};:CHAN1:SCAL?`, { as: scale }),
  )
  return firstValueFrom(
    scale$.pipe(
      map((volts) => ({ volts })),
      catchError((error: unknown) => of(failure(error))),
    ),
  )
})

const readings$ = poll(scope, 'MEAS:VOLT?', 200, { as: number() }).pipe(
  map((volts) => ({ volts })),
  catchError((error: unknown, again$) =>
    concat(of(failure(error)), timer(1000).pipe(ignoreElements()), again$),
  ),
)

async function open() {
  const window = new BrowserWindow({
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') },
  })
  const closed$ = fromEvent(window, 'closed')
  await window.loadFile('index.html')
  readings$
    .pipe(takeUntil(closed$))
    .subscribe((reading) => window.webContents.send('voltage', reading))
}

app.whenReady().then(open) // without await: Electron is ready when this module has ended
app.on('window-all-closed', () => app.quit())
app.once('will-quit', async (event) => {
  event.preventDefault() // until the connection is closed
  await scope[Symbol.asyncDispose]()
  app.quit()
})
