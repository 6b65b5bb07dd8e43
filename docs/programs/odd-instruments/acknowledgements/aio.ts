import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

async function command(text: string): Promise<void> {
  const answer = await sock.query(text)
  if (answer !== 'OK') throw new Error(`${text}: ${answer}`)
}
await command('TEMP 40')
console.log(await sock.query('TEMP?'))
