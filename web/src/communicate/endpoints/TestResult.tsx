import { Text } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { Moment } from '../../ui/Moment.tsx'
import { tookText } from '../channels/channels.ts'
import type { Endpoint } from './endpoints.ts'

const colors: Record<string, string> = { failed: 'lw-red', late: 'lw-amber', arrived: 'lw-green' }

/** What came of the last test; read out when it changes. */
export function TestResult({ test }: { test: Endpoint['test'] }) {
  return (
    <div role="status">
      {test && (
        <>
          <Text size="sm" mt="xs" className={colors[test.state] ?? ''}>
            {sentenceOf(test)}{' '}
            <Text span size="xs" c="dimmed">
              <Moment at={test.at} />
            </Text>
          </Text>
          {test.answer && (
            <Text size="xs" c="dimmed" className="lw-clip">
              {test.answer}
            </Text>
          )}
        </>
      )}
    </div>
  )
}

function sentenceOf({ state, milliseconds }: NonNullable<Endpoint['test']>): string {
  const took = milliseconds === null ? t('proof.none') : tookText(milliseconds)
  if (state === 'arrived') return t('endpoints.test.arrived', { took })
  if (state === 'accepted') return t('endpoints.test.accepted', { took })
  return tOf('endpoints.test', state === 'failed' || state === 'late' ? state : 'sending')
}
