import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '../compute/message-of.js';
import { words } from '../words/words.js';
import { FileButton } from './file-button.js';

/** Why there is no picture of a camera, in a sentence. */
const refusalOf = (error: unknown): string => {
  const { noCamera, cameraRefused } = words.value;
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return cameraRefused;
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? noCamera : `${noCamera} ${messageOf(error)}`;
};

/** What a video shows now, as a picture file. */
const shot = async (video: HTMLVideoElement): Promise<File> => {
  const { videoWidth: width, videoHeight: height } = video;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
  return new File([await canvas.convertToBlob({ type: 'image/png' })], 'camera.png', { type: 'image/png' });
};

const stop = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

/** What the camera sees, until a picture is taken. */
const Viewfinder = ({
  stream,
  onPicture,
  onClose,
}: {
  readonly stream: MediaStream;
  readonly onPicture: (file: File) => void;
  readonly onClose: () => void;
}) => {
  const video = useRef<HTMLVideoElement>(null);
  const [isReady, setReady] = useState(false);
  const { shoot, close, camera } = words.value;
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
    return () => stop(stream);
  }, [stream]);
  const take = async (): Promise<void> => {
    if (!video.current) return;
    onPicture(await shot(video.current));
    onClose();
  };
  return (
    <div class="camera" role="group" aria-label={camera}>
      <video ref={video} autoplay playsinline muted aria-label={camera} onLoadedData={() => setReady(true)} />
      <div class="row">
        <button type="button" disabled={!isReady} onClick={() => void take()}>
          {shoot}
        </button>
        <button type="button" onClick={onClose}>
          {close}
        </button>
      </div>
    </div>
  );
};

/** Takes a picture with the camera of the machine; where a page may not ask for one, by what the browser has for choosing files. */
export const CameraButton = ({ onPicture }: { readonly onPicture: (file: File) => void }) => {
  const [stream, setStream] = useState<MediaStream | undefined>(undefined);
  const [refusal, setRefusal] = useState('');
  const isGone = useRef(false);
  useEffect(() => () => void (isGone.current = true), []);
  const { camera } = words.value;
  // Pages that came without encryption have no such devices.
  if (!('mediaDevices' in navigator)) {
    const take = ([file]: readonly File[]): void => file && onPicture(file);
    return <FileButton label={camera} accept="image/*" capture="environment" onFiles={take} />;
  }
  const open = async (): Promise<void> => {
    setRefusal('');
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      if (isGone.current) stop(opened);
      else setStream(opened);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  return (
    <>
      <button type="button" aria-expanded={stream !== undefined} onClick={() => void open()}>
        {camera}
      </button>
      {refusal !== '' && (
        <p class="note" role="alert">
          {refusal}
        </p>
      )}
      {stream && <Viewfinder stream={stream} onPicture={onPicture} onClose={() => setStream(undefined)} />}
    </>
  );
};
