import { t } from '../strings/t.ts'
import { Empty } from '../ui/Empty.tsx'
import { ButtonLink } from '../ui/links.tsx'

export function NotFound() {
  return (
    <Empty
      title={t('notFound.title')}
      text={t('notFound.text')}
      action={
        <ButtonLink to="/crises" variant="default">
          {t('notFound.back')}
        </ButtonLink>
      }
    />
  )
}
