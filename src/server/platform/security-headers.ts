import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const HSTS_SECONDS = 365 * 24 * 60 * 60;

/**
 * The headers that every answer carries against attacks by way of the browser. They depend on the configuration
 * alone, so they are made once: made anew for each answer, they cost as much as the rest of a small request.
 */
export function createSecurityHeaders({ isHttps }: { isHttps: boolean }): Record<string, string> {
  const addHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        // Quizzes may show pictures from elsewhere.
        imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
        // A watch party's film is wherever its host says; at home often on a server without TLS.
        mediaSrc: ["'self'", 'blob:', 'http:', 'https:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: HSTS_SECONDS } : false,
    // The API is made to be used from the origins that CORS allows.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  addHeaders(request, response, (error) => {
    if (error) throw error;
  });
  const headers = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
  // Answers are of their moment, and for who asked; what may be kept says so itself.
  return { ...Object.fromEntries(headers), 'cache-control': 'no-store' };
}
