import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { poll, TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'
import { app, BrowserWindow, ipcMain } from 'electron'
import { failure } from './failure.ts'

const scope = new TCP('scope.lab', 5025, { timeout: 2000 })
const scale = number({ min: 0.001, max: 10, unit: 'V' }) // checked here: the page may send anything

ipcMain.handle('scale', async (_event, volts: number) => {
  try {
    return {
      volts: await scope.query(`CHAN1:SCAL ${scale.encode(volts)};:CHAN1:SCAL?`, {
        as: scale,
      }),
    }
  } catch (error) {
    return failure(error)
  }
})

async function show({ webContents }: BrowserWindow, signal: AbortSignal) {
  while (!signal.aborted) {
    try {
      const readings = poll(scope, 'MEAS:VOLT?', 200, { as: number(), signal })
      for await (const volts of readings) webContents.send('voltage', { volts })
    } catch (error) {
      if (signal.aborted) return
      webContents.send('voltage', failure(error))
      await setTimeout(1000, undefined, { signal }).catch(() => undefined) // and ask again
    }
  }
}

async function open() {
  const window = new BrowserWindow({
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') },
  })
  const closed = new AbortController()
  window.once('closed', () => closed.abort())
  await window.loadFile('index.html')
  await show(window, closed.signal)
}

app.whenReady().then(open) // without await: Electron is ready when this module has ended
app.on('window-all-closed', () => app.quit())
app.once('will-quit', async (event) => {
  event.preventDefault() // until the connection is closed
  await scope[Symbol.asyncDispose]()
  app.quit()
})
