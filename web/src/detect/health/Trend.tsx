import styles from './Health.module.css'

const [width, height] = [300, 44]

/** A small line of days; what it shows is said in words beside it. */
export function Trend({ values, most, label, title }: { values: readonly number[]; most: number; label: string; title: string }) {
  const at = (value: number, nth: number) =>
    `${((nth / Math.max(1, values.length - 1)) * width).toFixed(1)},${(height - 2 - (value / most) * (height - 4)).toFixed(1)}`
  return (
    <figure className={styles.trend}>
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <polyline points={values.map(at).join(' ')} />
      </svg>
      <p>{label}</p>
    </figure>
  )
}
