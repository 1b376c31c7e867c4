/** Something that happened to a case: enough to know what to ask for again. */
export interface CaseEvent {
  county?: string
  number: string
  action: string
  phase: string
  unit?: string | null
  area_path?: string
  seq: number
  at: string
}

/** `null`: so much happened that everything is to be asked for again. */
export type Heard = (event: CaseEvent | null) => void

const AGAIN = 5_000

/**
 * Listens to server-sent events until the answer is called. Where the browser can, the tabs of one address share one
 * connection: a browser opens only six to a server over HTTP/1.1.
 */
export function listen(url: string, heard: Heard): () => void {
  if (typeof EventSource === 'undefined') return () => undefined
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return connect(url, heard)
  const others = new BroadcastChannel(`jingwei${url}`)
  others.onmessage = ({ data }: MessageEvent<CaseEvent | null>) => heard(data)
  const over = new AbortController()
  const lead = () => new Promise<void>((resolve) => {
    const stop = connect(url, (event) => {
      heard(event)
      others.postMessage(event)
    })
    over.signal.addEventListener('abort', () => {
      stop()
      resolve()
    })
  })
  // waits for its turn: the next tab takes over when this one goes
  navigator.locks.request(`jingwei${url}`, { signal: over.signal }, lead).catch(() => undefined)
  return () => {
    over.abort()
    others.close()
  }
}

function connect(url: string, heard: Heard): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = ''
  const open = (): void => {
    const after = last ? `${url.includes('?') ? '&' : '?'}after=${encodeURIComponent(last)}` : ''
    const now = new EventSource(url + after)
    const note = (event: MessageEvent): void => {
      last = event.lastEventId || last
    }
    now.addEventListener('hello', note)
    now.addEventListener('case', (event) => {
      note(event)
      heard(JSON.parse(String(event.data)) as CaseEvent)
    })
    now.addEventListener('reset', (event) => {
      note(event)
      heard(null)
    })
    now.onerror = () => {
      // the browser comes back by itself unless the server said no: then later, with where we stood
      if (now.readyState !== EventSource.CLOSED) return
      now.close()
      timer = setTimeout(open, AGAIN)
    }
    source = now
  }
  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
