/** A QR code as a picture, made on the device. As an image it can be kept and read by pressing long on it. */
import { renderSVG } from 'uqr'

export const qrPicture = (text: string): string =>
  `data:image/svg+xml,${encodeURIComponent(renderSVG(text, { ecc: 'M', border: 3, pixelSize: 8, blackColor: '#000000', whiteColor: '#ffffff' }))}`
