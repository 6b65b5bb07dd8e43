import { join } from 'node:path'
import { poll, Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Effect, ManagedRuntime, Stream } from 'effect'
import { app, BrowserWindow, ipcMain } from 'electron'
import { failure } from './failure.ts'

const runtime = ManagedRuntime.make(
  Tcp.layer({ host: 'scope.lab', port: 5025, timeout: '2 seconds' }),
)
const scale = number({ min: 0.001, max: 10, unit: 'V' }) // checked here: the page may send anything

const setScale = Effect.fnUntraced(
  function* (volts: number) {
    const scope = yield* Tcp
    const argument = yield* Effect.try({
      try: () => scale.encode(volts),
      catch: (error) => error,
    })
    return {
      volts: yield* scope.query(`CHAN1:SCAL ${argument};:CHAN1:SCAL?`, { as: scale }),
    }
  },
  Effect.catch((error) => Effect.succeed(failure(error))),
)
ipcMain.handle('scale', (_event, volts: number) => runtime.runPromise(setScale(volts)))

const readings = Stream.unwrap(
  Tcp.useSync((scope) => poll(scope, 'MEAS:VOLT?', '200 millis', { as: number() })),
).pipe(
  Stream.map((volts) => ({ volts })),
  Stream.catch((error) => {
    const pause = Stream.drain(Stream.fromEffect(Effect.sleep('1 second')))
    return Stream.concat(Stream.succeed(failure(error)), pause)
  }),
  Stream.forever,
)

/** A window, until it is closed. */
const shown = Effect.gen(function* () {
  const window = new BrowserWindow({
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') },
  })
  const closed = Effect.callback<void>((resume) => {
    window.once('closed', () => resume(Effect.void))
  })
  const show = Stream.runForEach(readings, (reading) =>
    Effect.sync(
      () => window.isDestroyed() || window.webContents.send('voltage', reading),
    ),
  )
  yield* Effect.promise(() => window.loadFile('index.html'))
  yield* Effect.raceFirst(show, closed)
})

app.whenReady().then(() => runtime.runPromise(shown)) // without await: Electron is ready when this module has ended
app.on('window-all-closed', () => app.quit())
app.once('will-quit', async (event) => {
  event.preventDefault() // until the connection is closed
  await runtime.dispose()
  app.quit()
})
