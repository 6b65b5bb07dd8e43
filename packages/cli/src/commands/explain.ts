/** `sockio explain`: what happened in a recording, and why. */
import { writeFileSync } from 'node:fs'
import { explain, explainAsPage } from '@sockio/recorder'
import { Command, Option } from 'commander'
import { integer } from '../arguments.ts'
import { note, print } from '../console.ts'
import { withExamples } from '../examples.ts'
import { CommandError, messageOf } from '../failure.ts'
import { checked } from '../link.ts'
import { loadRecording } from '../recording.ts'
import { type TestOptions, withTest, writeTest } from '../test-file.ts'

interface ExplainOptions extends TestOptions {
  readonly call?: number
  readonly html?: string
}

export function explainCommand(): Command {
  const command = new Command('explain')
    .summary('what happened in a recording, and why')
    .description(
      'Runs the engine again from a recording, and says what failed first and why, and then all that happened, with the ' +
        'seconds since its beginning.',
    )
    .argument('<file>', 'what --record, sockio record or recorder() has written')
    .addOption(new Option('-c, --call <n>', 'only this call').argParser(integer(1)))
    .option('--html <file>', 'write a page with a diagram to this new file instead')
    .action((file: string, options: ExplainOptions) => tell(file, options))
  return withExamples(withTest(command), [
    ['why did it fail?', 'sockio explain session.jsonl'],
    ['why did this one?', 'sockio explain session.jsonl --call 17'],
    ['as a picture, for others', 'sockio explain session.jsonl --html session.html'],
    ['as a test of your driver', 'sockio explain session.jsonl --test supply.ts'],
  ])
}

async function tell(file: string, { call, html, ...options }: ExplainOptions): Promise<void> {
  const recording = loadRecording(file)
  if (options.test !== undefined) {
    note(`written to ${await writeTest(file, options)}`)
    return
  }
  if (html === undefined) {
    await print(checked(() => explain(recording, { call })))
    return
  }
  const page = checked(() => explainAsPage(recording, { call }))
  try {
    writeFileSync(html, page, { flag: 'wx' })
  } catch (error) {
    throw new CommandError(messageOf(error))
  }
  note(`written to ${html}`)
}
