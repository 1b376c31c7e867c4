// A mail server of its own: speaks SMTP over TCP and keeps what it takes.
import { createServer } from 'node:net'

/** Starts it; `post.settings` tells a city to send its mail here. */
export async function postOffice() {
  const mails = []
  const server = createServer((socket) => {
    let rest = ''
    let mail = { to: '', raw: '' }
    let writing = false
    const say = (line) => socket.write(`${line}\r\n`)
    const answer = (line) => {
      if (writing) {
        if (line !== '.') return void (mail.raw += `${line.replace(/^\./, '')}\r\n`)
        writing = false
        mails.push(mail)
        mail = { to: '', raw: '' }
        return say('250 taken')
      }
      const verb = line.split(/[ :]/)[0].toUpperCase()
      if (verb === 'EHLO') return say('250-post.test\r\n250 8BITMIME')
      if (verb === 'RCPT') mail.to = /<([^>]+)>/.exec(line)[1]
      if (verb === 'DATA') {
        writing = true
        return say('354 go on')
      }
      if (verb === 'QUIT') return socket.end('221 bye\r\n')
      return say('250 OK')
    }
    say('220 post.test ESMTP')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop()
      lines.forEach(answer)
    })
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const address = `127.0.0.1:${server.address().port}`
  return {
    settings: (base) => ({ JINGWEI_PUBLIC_URL: base, JINGWEI_MAIL_SERVER: address, JINGWEI_MAIL_TLS: 'none', JINGWEI_MAIL_FROM: '经纬 <no-reply@grid.test>' }),
    /** The next mail to somebody that has not been looked at. */
    async next(to) {
      for (const until = Date.now() + 20_000; Date.now() < until; await new Promise((go) => setTimeout(go, 100))) {
        const at = mails.findIndex((mail) => mail.to === to)
        if (at >= 0) return opened(mails.splice(at, 1)[0])
      }
      throw new Error(`no mail to ${to}`)
    },
    waiting: () => mails.length,
    close: () => new Promise((done) => server.close(done)),
  }
}

/** Headers and words in clear. */
function opened({ raw }) {
  const header = (name) => new RegExp(`^${name}: (.*)$`, 'mi').exec(raw.replace(/\r\n[ \t]/g, ' '))?.[1]
  const words = (text) => text.replace(/=\?utf-8\?b\?([^?]*)\?=\s*/gi, (_, code) => Buffer.from(code, 'base64').toString())
  const text = raw.split(/\r\n--/).map((part) => {
    const [head, ...body] = part.split('\r\n\r\n')
    const all = body.join('\r\n\r\n')
    if (/base64/i.test(head)) return Buffer.from(all, 'base64').toString()
    if (!/quoted-printable/i.test(head)) return all
    return Buffer.from(all.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString()
  }).join('\n')
  return { header, subject: words(header('Subject')), text }
}
