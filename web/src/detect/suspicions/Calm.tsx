import { useMay } from '../../platform/session.ts'
import { t, tn } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { span } from '../../ui/format.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useTick } from '../../ui/use-tick.ts'
import { useWatching } from './suspicions.ts'

/** Nothing looks wrong, and how much is looked at; where nothing is, the next step. */
export function Calm() {
  const watching = useWatching()
  const may = useMay('settings')
  const now = useTick(30_000)
  return (
    <Loaded query={watching}>
      {({ sources, series, checks, lastAt }) =>
        sources + checks === 0 ? (
          <Empty
            title={t('suspicions.quiet')}
            text={may ? t('suspicions.quietText') : t('suspicions.quietAsk')}
            action={may && <ButtonLink to="/settings/sources">{t('suspicions.addSource')}</ButtonLink>}
          />
        ) : (
          <Empty
            title={t('suspicions.calm')}
            text={t('suspicions.calmText', {
              series: tn('suspicions.calmSeries', series),
              checks: tn('suspicions.calmChecks', checks),
              last: lastAt ? t('suspicions.calmLast', { span: span(Math.max(0, now - Date.parse(lastAt))) }) : t('suspicions.calmNoLast'),
            })}
          />
        )
      }
    </Loaded>
  )
}
