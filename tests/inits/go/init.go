// init.go - our init as Go has it.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	fmt.Println("Hello from go init!")
	fmt.Println("PID:", os.Getpid())
	for tick := 0; ; tick++ {
		fmt.Println("tick", tick)
		time.Sleep(2 * time.Second)
	}
}
